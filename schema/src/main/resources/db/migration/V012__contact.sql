-- Contacts enter the timeline and the audit; a visit's revisions and timing are told in full.

alter table interaction
    drop constraint interaction_kind_check,
    drop constraint interaction_subject_type_check,
    add constraint interaction_kind_check check (kind in (
        'CALL', 'MESSAGE', 'EMAIL', 'NOTE',
        'CUSTOMER_CREATED', 'CUSTOMER_CHANGED', 'CUSTOMER_DELETED',
        'CONTACT_ADDED', 'CONTACT_CHANGED', 'CONTACT_REMOVED',
        'TASK_CREATED', 'TASK_CHANGED', 'TASK_STARTED', 'TASK_SUBMITTED', 'TASK_DONE', 'TASK_EXCUSED', 'TASK_CANCELLED',
        'VISIT_RECORDED', 'VISIT_REVISED',
        'ORDER_PLACED', 'ORDER_CHANGED', 'CONTRACT_SIGNED', 'CONTRACT_CHANGED',
        'TICKET_OPENED', 'TICKET_CHANGED', 'TICKET_RESOLVED')),
    add constraint interaction_subject_type_check check (subject_type in (
        'Customer', 'Contact', 'Task', 'Visit', 'Order', 'Contract', 'Ticket', 'Interaction'));

-- Arguments: the entity's GraphQL type. Works for any table with id and, except for the customer itself, customer_id.
create or replace function record_history() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
<<history>>
declare
    entity      text  := tg_argv[0];
    old_row     jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
    new_row     jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
    this        jsonb := coalesce(new_row, old_row);
    changes     jsonb := row_changes(old_row, new_row);
    customer_id uuid  := case when entity = 'Customer' then this ->> 'id' else this ->> 'customer_id' end;
    state       text  := case when old_row ->> 'state' is distinct from new_row ->> 'state' then new_row ->> 'state' end;
    deleted     boolean := tg_op = 'DELETE'
                           or (tg_op = 'UPDATE' and old_row ->> 'deleted_at' is null and new_row ->> 'deleted_at' is not null);
    kind        text;
    happened_at timestamptz := current_instant();
    -- Whoever did it, as the row itself tells: imported history has no actor of its own.
    doer        uuid := case when tg_op = 'INSERT' then coalesce(
                            this ->> 'visitor_id', this ->> 'salesperson_id', this ->> 'opened_by', this ->> 'created_by') end;
begin
    if (this ->> 'tenant_id')::uuid is distinct from current_tenant() then
        raise exception 'history of another tenant' using errcode = 'insufficient_privilege';
    end if;
    if tg_op = 'UPDATE' and changes = '[]' then
        return null;
    end if;

    insert into audit_entry (tenant_id, entity_type, entity_id, action, actor_id, device_id, request_id, changes)
    values (current_tenant(), entity, (this ->> 'id')::uuid,
            case when deleted then 'DELETE' when tg_op = 'INSERT' then 'CREATE' else 'UPDATE' end, current_actor(),
            nullif(current_setting('app.device_id', true), '')::uuid,
            nullif(current_setting('app.request_id', true), ''), changes);

    -- An import brings contacts by the thousand: the timeline tells only of those whom a person touched.
    if entity = 'Contact' and current_actor() is null then
        return null;
    end if;

    kind := case
        when entity = 'Customer' and tg_op = 'INSERT' then 'CUSTOMER_CREATED'
        when entity = 'Customer' and deleted then 'CUSTOMER_DELETED'
        when entity = 'Customer' then 'CUSTOMER_CHANGED'
        when entity = 'Contact' and tg_op = 'INSERT' then 'CONTACT_ADDED'
        when entity = 'Contact' and deleted then 'CONTACT_REMOVED'
        when entity = 'Contact' then 'CONTACT_CHANGED'
        when entity = 'Task' and tg_op = 'INSERT' then 'TASK_CREATED'
        when entity = 'Task' and state = 'IN_PROGRESS' then 'TASK_STARTED'
        when entity = 'Task' and state in ('SUBMITTED', 'DONE', 'EXCUSED', 'CANCELLED') then 'TASK_' || state
        when entity = 'Task' then 'TASK_CHANGED'
        when entity = 'Visit' and tg_op = 'INSERT' then 'VISIT_RECORDED'
        when entity = 'Visit' then 'VISIT_REVISED'
        when entity = 'Order' and tg_op = 'INSERT' then 'ORDER_PLACED'
        when entity = 'Order' then 'ORDER_CHANGED'
        when entity = 'Contract' and tg_op = 'INSERT' then 'CONTRACT_SIGNED'
        when entity = 'Contract' then 'CONTRACT_CHANGED'
        when entity = 'Ticket' and tg_op = 'INSERT' then 'TICKET_OPENED'
        when entity = 'Ticket' and state = 'RESOLVED' then 'TICKET_RESOLVED'
        when entity = 'Ticket' then 'TICKET_CHANGED'
    end;
    if kind = 'VISIT_RECORDED' then
        happened_at := (new_row ->> 'started_at')::timestamptz;
    elsif kind = 'ORDER_PLACED' then
        happened_at := (new_row ->> 'ordered_at')::timestamptz;
    elsif kind = 'CONTRACT_SIGNED' then
        happened_at := coalesce(new_row ->> 'signed_on', new_row ->> 'starts_on')::date;
    elsif kind = 'TASK_CREATED' then
        happened_at := (new_row ->> 'created_at')::timestamptz;
    elsif kind = 'TICKET_OPENED' then
        happened_at := (new_row ->> 'opened_at')::timestamptz;
    end if;

    insert into interaction (tenant_id, customer_id, kind, occurred_at, actor_id, subject_type, subject_id, text, changes)
    values (current_tenant(), customer_id, kind, happened_at, coalesce(current_actor(), doer), entity, (this ->> 'id')::uuid,
            -- A contact's title is what he does, not what he is called.
            case when entity = 'Contact' then this ->> 'name'
                 else coalesce(this ->> 'title', this ->> 'subject', this ->> 'summary', this ->> 'number', this ->> 'name') end,
            case when tg_op = 'INSERT' then '[]' else changes end);

    -- Contact is somebody of ours and the customer speaking: a visit that reached them.
    if kind = 'VISIT_RECORDED' and new_row ->> 'outcome' <> 'NOT_REACHED' then
        update customer c set last_contact_at = happened_at
        where c.tenant_id = current_tenant() and c.id = history.customer_id
          and (c.last_contact_at is null or c.last_contact_at < happened_at);
    end if;
    return null;
end
$$;

create trigger record_history after insert or update or delete on contact for each row execute function record_history('Contact');

-- Late is a visit that reached us when its author no longer looked after the customer; it was made before that.
alter table visit add column late boolean not null default false;

-- Each revision can be named by an id of its own, and belongs to the customer of its visit.
alter table visit_revision
    add column id uuid not null default new_id(),
    add column customer_id uuid;

-- Whoever migrates need not be a superuser, and then the policies hold for him too.
alter table visit no force row level security;
alter table visit_revision no force row level security;
update visit_revision r set customer_id = v.customer_id
from visit v
where v.tenant_id = r.tenant_id and v.id = r.visit_id;
alter table visit force row level security;
alter table visit_revision force row level security;

alter table visit_revision
    alter column customer_id set not null,
    add unique (tenant_id, id),
    add foreign key (tenant_id, customer_id) references customer (tenant_id, id);

call sync_table('visit_revision', 'VisitRevision', '{customer_id}', false);

create or replace function keep_visit_revision() returns trigger
    language plpgsql
as $$
begin
    insert into visit_revision (tenant_id, visit_id, customer_id, revision, author_id, reason, outcome, summary, answers, recorded_at)
    values (new.tenant_id, new.id, new.customer_id, new.revision, coalesce(current_actor(), new.visitor_id),
            new.revision_reason, new.outcome, new.summary, new.answers, current_instant());
    return null;
end
$$;
