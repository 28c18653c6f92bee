-- What happened to a customer (the timeline) and who changed what (the audit), kept by triggers: no feature has
-- to remember it. The application may read the audit, never write it.

create table interaction (
    tenant_id    uuid        not null references tenant,
    id           uuid        not null default new_id(),
    customer_id  uuid        not null,
    kind         text        not null check (kind in (
                     'CALL', 'MESSAGE', 'EMAIL', 'NOTE',
                     'CUSTOMER_CREATED', 'CUSTOMER_CHANGED', 'CUSTOMER_DELETED',
                     'TASK_CREATED', 'TASK_CHANGED', 'TASK_STARTED', 'TASK_SUBMITTED', 'TASK_DONE', 'TASK_EXCUSED', 'TASK_CANCELLED',
                     'VISIT_RECORDED', 'VISIT_REVISED',
                     'ORDER_PLACED', 'ORDER_CHANGED', 'CONTRACT_SIGNED', 'CONTRACT_CHANGED',
                     'TICKET_OPENED', 'TICKET_CHANGED', 'TICKET_RESOLVED')),
    occurred_at  timestamptz not null,
    recorded_at  timestamptz not null default current_instant(),
    actor_id     uuid,
    subject_type text        not null check (subject_type in ('Customer', 'Task', 'Visit', 'Order', 'Contract', 'Ticket', 'Interaction')),
    subject_id   uuid        not null,
    text         text        check (length(text) <= 10000),
    changes      jsonb       not null default '[]' check (jsonb_typeof(changes) = 'array'),
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id),
    foreign key (tenant_id, actor_id) references app_user (tenant_id, id)
);
create index interaction_customer on interaction (tenant_id, customer_id, occurred_at, id);

create table audit_entry (
    tenant_id    uuid        not null references tenant,
    id           uuid        not null default new_id(),
    entity_type  text        not null,
    entity_id    uuid        not null,
    action       text        not null check (action in ('CREATE', 'UPDATE', 'DELETE')),
    actor_id     uuid,
    device_id    uuid,
    request_id   text,
    recorded_at  timestamptz not null default current_instant(),
    changes      jsonb       not null check (jsonb_typeof(changes) = 'array'),
    primary key (tenant_id, id)
);
create index audit_entry_entity on audit_entry (tenant_id, entity_id, recorded_at, id);

call secure_tenant_table('interaction');
call secure_tenant_table('audit_entry');
grant select, insert on interaction to revisit_app;
grant select on audit_entry to revisit_app;

create policy gate_writes on interaction for insert to revisit_gate with check (tenant_id = (select current_tenant()));
create policy gate_writes on audit_entry for insert to revisit_gate with check (tenant_id = (select current_tenant()));
create policy gate_touches on customer for update to revisit_gate using (tenant_id = (select current_tenant()));
grant insert on interaction, audit_entry to revisit_gate;
grant update (last_contact_at) on customer to revisit_gate;

-- [{field, old, new}] for every column that differs, named as in GraphQL; bookkeeping columns are left out.
create function row_changes(old_row jsonb, new_row jsonb) returns jsonb
    language sql immutable parallel safe
    return coalesce((
        select jsonb_agg(jsonb_build_object('field', lower(left(key, 1)) || substr(replace(initcap(key), '_', ''), 2), 'old', old_row -> key, 'new', new_row -> key) order by key)
        from jsonb_object_keys(coalesce(new_row, old_row)) as key
        where old_row -> key is distinct from new_row -> key
          and coalesce(nullif(new_row -> key, 'null'), nullif(old_row -> key, 'null')) is not null
          and key <> all ('{tenant_id,id,version,revision,created_at,updated_at,received_time,search,next_visit_at,last_contact_at}')
    ), '[]');

-- Arguments: the entity's GraphQL type. Works for any table with id and, except for the customer itself, customer_id.
create function record_history() returns trigger
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

    kind := case
        when entity = 'Customer' and tg_op = 'INSERT' then 'CUSTOMER_CREATED'
        when entity = 'Customer' and deleted then 'CUSTOMER_DELETED'
        when entity = 'Customer' then 'CUSTOMER_CHANGED'
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
            coalesce(this ->> 'title', this ->> 'subject', this ->> 'summary', this ->> 'number', this ->> 'name'),
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

create trigger record_history after insert or update or delete on customer for each row execute function record_history('Customer');
create trigger record_history after insert or update or delete on visit_task for each row execute function record_history('Task');
create trigger record_history after insert or update or delete on visit for each row execute function record_history('Visit');
create trigger record_history after insert or update on customer_order for each row execute function record_history('Order');
create trigger record_history after insert or update on contract for each row execute function record_history('Contract');
create trigger record_history after insert or update on service_ticket for each row execute function record_history('Ticket');

-- Calls and messages count as contact too.
create function touch_customer() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
    update customer set last_contact_at = new.occurred_at
    where tenant_id = current_tenant() and id = new.customer_id
      and (last_contact_at is null or last_contact_at < new.occurred_at);
    return null;
end
$$;
create trigger touch_customer after insert on interaction
    for each row when (new.kind in ('CALL', 'MESSAGE', 'EMAIL')) execute function touch_customer();

-- A correction may say that the customer was reached after all, or was not: then the last contact is sought anew.
create function keep_last_contact() returns trigger
    language plpgsql
as $$
begin
    perform from customer where tenant_id = new.tenant_id and id = new.customer_id for no key update;
    update customer
    set last_contact_at = greatest(
            (select max(started_at) from visit
             where tenant_id = new.tenant_id and customer_id = new.customer_id
               and outcome <> 'NOT_REACHED' and deleted_at is null),
            (select max(occurred_at) from interaction
             where tenant_id = new.tenant_id and customer_id = new.customer_id
               and kind in ('CALL', 'MESSAGE', 'EMAIL')))
    where tenant_id = new.tenant_id and id = new.customer_id;
    return null;
end
$$;
create trigger keep_last_contact after update on visit
    for each row when ((old.outcome = 'NOT_REACHED') <> (new.outcome = 'NOT_REACHED')
                       or (old.deleted_at is null) <> (new.deleted_at is null))
    execute function keep_last_contact();

-- The functions above belong to the gate, not to whoever migrates: they may do what is granted here and no more.
grant create on schema public to revisit_gate;
alter function find_login(text) owner to revisit_gate;
alter function purge_sessions(timestamptz) owner to revisit_gate;
alter function search_customers(text) owner to revisit_gate;
alter function record_history() owner to revisit_gate;
alter function touch_customer() owner to revisit_gate;
revoke create on schema public from revisit_gate;
revoke all on function find_login(text), purge_sessions(timestamptz), search_customers(text), record_history(), touch_customer() from public;
grant execute on function find_login(text), purge_sessions(timestamptz), search_customers(text) to revisit_app;
