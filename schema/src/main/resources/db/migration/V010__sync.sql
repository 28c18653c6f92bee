-- What delta sync needs: for each record and scope the transaction that last changed it, for each user and scope the
-- transactions that granted and revoked it, and the beacons that tell whether the ids of transactions can be trusted.
-- All of it is kept by triggers, so no feature, import or job can forget it. See sync/README.md.

-- One row per record and scope. It refers to nothing: it is derived, and written with every change.
create table sync_record (
    tenant_id   uuid    not null,
    scope       uuid    not null,
    collection  text    not null collate "C",
    id          uuid    not null,
    changed_xid xid8    not null,
    version     bigint  not null,
    deleted     boolean not null default false,
    primary key (tenant_id, scope, collection, id)
) with (fillfactor = 90);
create index sync_record_changed on sync_record (tenant_id, scope, changed_xid);
create index sync_record_deleted on sync_record (tenant_id, changed_xid) where deleted;

-- One row per period in which a user had a scope. The period that lasts has no revoked_xid.
create table sync_grant (
    tenant_id   uuid        not null,
    user_id     uuid        not null,
    scope       uuid        not null,
    granted_xid xid8        not null,
    revoked_xid xid8,
    kind        text        not null check (kind in ('CUSTOMER', 'USER', 'UNIT', 'TENANT')),
    reasons     text[]      not null check (cardinality(reasons) > 0),
    -- In which order a first sync sends the scopes. It stays for the whole period, so that pages never shift.
    priority    smallint    not null,
    granted_at  timestamptz not null default current_instant(),
    revoked_at  timestamptz,
    primary key (tenant_id, user_id, scope, granted_xid),
    foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);
create unique index sync_grant_active on sync_grant (tenant_id, user_id, scope)
    include (granted_xid, priority) where revoked_xid is null;
create index sync_grant_scope on sync_grant (tenant_id, scope, user_id) where revoked_xid is null;
create index sync_grant_revoked on sync_grant (tenant_id, user_id, revoked_xid) where revoked_xid is not null;

-- What each change of a record that phones may edit replaced: the base of the three-way merge.
create table sync_change (
    tenant_id  uuid        not null,
    id         uuid        not null,
    version    bigint      not null,
    device_id  uuid,
    actor_id   uuid,
    changed_at timestamptz not null default current_instant(),
    -- The former values of the columns that changed.
    before     jsonb       not null,
    primary key (tenant_id, id, version)
);
create index sync_change_age on sync_change (changed_at);

call secure_tenant_table('sync_record');
call secure_tenant_table('sync_grant');
call secure_tenant_table('sync_change');
grant select, insert, update, delete on sync_record, sync_grant, sync_change to revisit_app, revisit_gate;

-- The version of a record: microseconds of the server's clock, so that a database that was rewound never gives the
-- version of a lost change to another one. It fits into 53 bits.
create function sync_clock() returns bigint
    language sql volatile parallel safe
    return (extract(epoch from clock_timestamp()) * 1000000)::bigint;

create function stamp_sync_version() returns trigger
    language plpgsql
as $$
begin
    new.sync_version := greatest(old.sync_version + 1, sync_clock());
    return new;
end
$$;

-- (Re)makes the trigger that keeps what a change replaced. It names the columns, which is five times as fast as comparing
-- rows as JSON; so it is called again whenever an editable table gains a column. Bookkeeping columns are no edits.
create procedure log_sync_changes(name regclass)
    language plpgsql
as $$
declare
    replaced text := (
        select string_agg(format('case when o.%1$I is distinct from n.%1$I then jsonb_build_object(%1$L, o.%1$I) else ''{}''::jsonb end', attname),
                          ' || ' order by attnum)
        from pg_attribute
        where attrelid = name and attnum > 0 and not attisdropped and attgenerated = ''
          and attname <> all ('{tenant_id,id,version,sync_version,revision,created_at,updated_at}'));
begin
    execute format($body$
        create or replace function %1$I() returns trigger language plpgsql as $function$
        begin
            insert into sync_change (tenant_id, id, version, device_id, actor_id, before)
            select n.tenant_id, n.id, n.sync_version, nullif(current_setting('app.device_id', true), '')::uuid, current_actor(), c.before
            from new_rows n join old_rows o on o.tenant_id = n.tenant_id and o.id = n.id
            cross join lateral (select %2$s as before) as c
            where c.before <> '{}';
            return null;
        end $function$ $body$, 'sync_log_' || name, replaced);
    execute format('create or replace trigger sync_log after update on %s referencing old table as old_rows new table as new_rows for each statement execute function %I()',
        name, 'sync_log_' || name);
end
$$;

create or replace function row_changes(old_row jsonb, new_row jsonb) returns jsonb
    language sql immutable parallel safe
    return coalesce((
        select jsonb_agg(jsonb_build_object('field', lower(left(key, 1)) || substr(replace(initcap(key), '_', ''), 2), 'old', old_row -> key, 'new', new_row -> key) order by key)
        from jsonb_object_keys(coalesce(new_row, old_row)) as key
        where old_row -> key is distinct from new_row -> key
          and coalesce(nullif(new_row -> key, 'null'), nullif(old_row -> key, 'null')) is not null
          and key <> all ('{tenant_id,id,version,sync_version,revision,created_at,updated_at,received_time,search,next_visit_at,last_contact_at}')
    ), '[]');

-- Puts a table under delta sync. `scopes` are the columns that name the scopes its records stand in; `editable` says
-- whether phones may edit them. The triggers touch rows in a fixed order, so that writers rarely wait crosswise.
create procedure sync_table(name regclass, collection text, scopes text[], editable boolean)
    language plpgsql
as $$
declare
    soft boolean := exists (select from pg_attribute where attrelid = name and attname = 'deleted_at' and not attisdropped);
    gone text := case when soft then 'r.deleted_at is not null' else 'false' end;
    scope_values text := (select string_agg(format('(r.%I)', scope), ', ') from unnest(scopes) as scope);
    -- A record's own id never changes; anything else can move from one scope to another.
    movable boolean := scopes <> array ['id'] and scopes <> array ['tenant_id'];
    secured boolean := (select relforcerowsecurity from pg_class where oid = name);
begin
    execute format('alter table %s add column sync_version bigint not null default sync_clock()', name);
    execute format('create trigger sync_stamp before update on %s for each row execute function stamp_sync_version()', name);

    execute format($body$
        create function %1$I() returns trigger language plpgsql as $function$
        begin
            insert into sync_record (tenant_id, scope, collection, id, changed_xid, version, deleted)
            select distinct r.tenant_id, s.scope, %2$L, r.id, pg_current_xact_id(), r.sync_version, %3$s
            from new_rows r cross join lateral (values %4$s) as s (scope)
            where s.scope is not null
            order by 2, 4
            on conflict on constraint sync_record_pkey
                do update set changed_xid = excluded.changed_xid, version = excluded.version, deleted = excluded.deleted;
            return null;
        end $function$ $body$, 'sync_insert_' || name, collection, gone, scope_values);
    execute format('create trigger sync_insert after insert on %s referencing new table as new_rows for each statement execute function %I()',
        name, 'sync_insert_' || name);

    execute format($body$
        create function %1$I() returns trigger language plpgsql as $function$
        begin
            insert into sync_record (tenant_id, scope, collection, id, changed_xid, version, deleted)
            select x.tenant_id, x.scope, %2$L, x.id, pg_current_xact_id(), max(x.version), bool_and(x.gone)
            from (select r.tenant_id, s.scope, r.id, r.sync_version as version, %3$s as gone
                  from new_rows r cross join lateral (values %4$s) as s (scope) %5$s) as x
            where x.scope is not null
            group by x.tenant_id, x.scope, x.id
            order by 2, 4
            on conflict on constraint sync_record_pkey
                do update set changed_xid = excluded.changed_xid, version = excluded.version, deleted = excluded.deleted;
            return null;
        end $function$ $body$, 'sync_update_' || name, collection, gone, scope_values,
        case when movable then format(
            'union all select r.tenant_id, s.scope, r.id, n.sync_version, true from old_rows r
             join new_rows n on n.tenant_id = r.tenant_id and n.id = r.id
             cross join lateral (values %s) as s (scope)', scope_values) else '' end);
    execute format('create trigger sync_update after update on %s referencing old table as old_rows new table as new_rows for each statement execute function %I()',
        name, 'sync_update_' || name);
    if editable then
        call log_sync_changes(name);
    end if;

    execute format($body$
        create function %1$I() returns trigger language plpgsql as $function$
        begin
            insert into sync_record (tenant_id, scope, collection, id, changed_xid, version, deleted)
            select distinct r.tenant_id, s.scope, %2$L, r.id, pg_current_xact_id(), greatest(r.sync_version + 1, sync_clock()), true
            from old_rows r cross join lateral (values %3$s) as s (scope)
            where s.scope is not null
            order by 2, 4
            on conflict on constraint sync_record_pkey
                do update set changed_xid = excluded.changed_xid, version = excluded.version, deleted = true;
            return null;
        end $function$ $body$, 'sync_delete_' || name, collection, scope_values);
    execute format('create trigger sync_delete after delete on %s referencing old table as old_rows for each statement execute function %I()',
        name, 'sync_delete_' || name);

    -- Records that exist already. Whoever migrates need not be a superuser, and then the policies hold for him too.
    execute format('alter table %s no force row level security', name);
    alter table sync_record no force row level security;
    execute format(
        'insert into sync_record (tenant_id, scope, collection, id, changed_xid, version, deleted)
         select distinct r.tenant_id, s.scope, %L, r.id, pg_current_xact_id(), r.sync_version, %s
         from %s r cross join lateral (values %s) as s (scope) where s.scope is not null', collection, gone, name, scope_values);
    alter table sync_record force row level security;
    if secured then
        execute format('alter table %s force row level security', name);
    end if;
end
$$;

call sync_table('customer', 'Customer', '{id}', true);
call sync_table('contact', 'Contact', '{customer_id}', true);
call sync_table('customer_order', 'Order', '{customer_id}', false);
call sync_table('contract', 'Contract', '{customer_id}', false);
call sync_table('product', 'Product', '{tenant_id}', false);
call sync_table('service_ticket', 'Ticket', '{customer_id}', true);
call sync_table('visit_task', 'Task', '{customer_id,assignee_id}', true);
call sync_table('visit', 'Visit', '{customer_id}', true);
call sync_table('interaction', 'TimelineEntry', '{customer_id}', false);
call sync_table('app_user', 'User', '{unit_id}', false);
call sync_table('attachment', 'Attachment', '{customer_id}', true);

-- Grants ------------------------------------------------------------------------------------------------------------

-- Who leads people of this unit: the supervisors of the unit and of all units above it.
create function unit_leaders(wanted_unit uuid) returns setof uuid
    language sql stable
as $$
    select s.id from org_unit_ancestry a
    join app_user s on s.tenant_id = a.tenant_id and s.unit_id = a.ancestor_id
    where a.tenant_id = current_tenant() and a.unit_id = wanted_unit and s.role = 'SUPERVISOR' and s.active
$$;

-- Every bond between a user and one of these customers, with its reason.
create function customer_bonds(customers uuid[])
    returns table (user_id uuid, customer_id uuid, reason text)
    language sql stable rows 10
as $$
    select c.owner_id, c.id, 'OWNER'
    from customer c
    where c.tenant_id = current_tenant() and c.id = any (customers) and c.owner_id is not null and c.deleted_at is null
    union all
    select s.user_id, c.id, 'SHARE'
    from customer c join customer_share s on s.tenant_id = c.tenant_id and s.customer_id = c.id
    where c.tenant_id = current_tenant() and c.id = any (customers) and c.deleted_at is null
    union all
    select t.assignee_id, c.id, 'TASK'
    from customer c join visit_task t on t.tenant_id = c.tenant_id and t.customer_id = c.id and t.closed_at is null
    where c.tenant_id = current_tenant() and c.id = any (customers) and c.deleted_at is null
    union all
    select t.assignee_id, c.id, 'TICKET'
    from customer c
    join service_ticket t on t.tenant_id = c.tenant_id and t.customer_id = c.id and t.state in ('OPEN', 'IN_PROGRESS')
    where c.tenant_id = current_tenant() and c.id = any (customers) and c.deleted_at is null and t.assignee_id is not null
$$;

create function grant_priority(kind text, reasons text[]) returns smallint
    language sql immutable parallel safe
    return case
        when 'SELF' = any (reasons) then 0
        when 'TASK' = any (reasons) then 1
        when reasons && '{OWNER,SHARE,TICKET}' then 2
        when kind in ('UNIT', 'TENANT') then 3
        else 4 end;

-- Whoever changes who leads whom waits for those who are changing bonds, and the other way round.
create function lock_organisation(exclusively boolean) returns void
    language plpgsql
as $$
begin
    if exclusively then
        perform pg_advisory_xact_lock(hashtextextended('organisation ' || current_tenant()::text, 0));
    else
        perform pg_advisory_xact_lock_shared(hashtextextended('organisation ' || current_tenant()::text, 0));
    end if;
end
$$;

-- Brings the grants of these customers in line with their bonds: only differences are written.
create function regrant_customers(customers uuid[]) returns void
    language plpgsql
as $$
begin
    perform lock_organisation(false);
    -- Whoever changes another bond of the same customer waits here, and then sees ours.
    perform from customer where tenant_id = current_tenant() and id = any (customers) order by id for no key update;

    with bond as materialized (
        select * from customer_bonds(customers)
    ), wanted as materialized (
        select w.user_id, w.customer_id as scope, array_agg(distinct w.reason order by w.reason) as reasons
        from (select b.user_id, b.customer_id, b.reason
              from bond b join app_user u on u.tenant_id = current_tenant() and u.id = b.user_id and u.active
              union all
              select l.leader, b.customer_id, 'SUPERVISION'
              from bond b
              join app_user u on u.tenant_id = current_tenant() and u.id = b.user_id
              cross join lateral unit_leaders(u.unit_id) as l (leader)) as w
        group by w.user_id, w.customer_id
    ), ended as (
        update sync_grant g
        set revoked_xid = pg_current_xact_id(), revoked_at = current_instant()
        where g.tenant_id = current_tenant() and g.scope = any (customers) and g.revoked_xid is null
          and not exists (select from wanted w where w.user_id = g.user_id and w.scope = g.scope)
    ), altered as (
        update sync_grant g
        set reasons = w.reasons
        from wanted w
        where g.tenant_id = current_tenant() and g.scope = w.scope and g.user_id = w.user_id and g.revoked_xid is null
          and g.reasons <> w.reasons
    )
    insert into sync_grant (tenant_id, user_id, scope, granted_xid, kind, reasons, priority)
    select current_tenant(), w.user_id, w.scope, pg_current_xact_id(), 'CUSTOMER', w.reasons, grant_priority('CUSTOMER', w.reasons)
    from wanted w
    where not exists (select from sync_grant g
                      where g.tenant_id = current_tenant() and g.user_id = w.user_id and g.scope = w.scope
                        and g.revoked_xid is null)
    order by 2, 3
    on conflict on constraint sync_grant_pkey
        do update set revoked_xid = null, revoked_at = null, reasons = excluded.reasons;
end
$$;

-- The same for everything that these users should have: after a new user, role or unit.
create function regrant_users(users uuid[]) returns void
    language plpgsql
as $$
begin
    perform lock_organisation(true);

    with person as materialized (
        -- Each user with each of those whose work he sees; a supervisor leads his unit and all below it.
        select u.id as user_id, u.id as person_id, u.unit_id, 'SELF' as bond
        from app_user u where u.tenant_id = current_tenant() and u.id = any (users) and u.active
        union all
        select u.id, p.id, p.unit_id, 'SUPERVISION'
        from app_user u
        join org_unit_ancestry a on a.tenant_id = u.tenant_id and a.ancestor_id = u.unit_id
        join app_user p on p.tenant_id = a.tenant_id and p.unit_id = a.unit_id
        where u.tenant_id = current_tenant() and u.id = any (users) and u.active and u.role = 'SUPERVISOR'
    ), bond as (
        select p.user_id, c.id as scope, 'CUSTOMER' as kind, case when p.bond = 'SELF' then 'OWNER' else p.bond end as reason
        from person p join customer c on c.tenant_id = current_tenant() and c.owner_id = p.person_id and c.deleted_at is null
        union all
        select p.user_id, s.customer_id, 'CUSTOMER', case when p.bond = 'SELF' then 'SHARE' else p.bond end
        from person p
        join customer_share s on s.tenant_id = current_tenant() and s.user_id = p.person_id
        join customer c on c.tenant_id = current_tenant() and c.id = s.customer_id and c.deleted_at is null
        union all
        select p.user_id, t.customer_id, 'CUSTOMER', case when p.bond = 'SELF' then 'TASK' else p.bond end
        from person p
        join visit_task t on t.tenant_id = current_tenant() and t.assignee_id = p.person_id and t.closed_at is null
        join customer c on c.tenant_id = current_tenant() and c.id = t.customer_id and c.deleted_at is null
        union all
        select p.user_id, t.customer_id, 'CUSTOMER', case when p.bond = 'SELF' then 'TICKET' else p.bond end
        from person p
        join service_ticket t on t.tenant_id = current_tenant() and t.assignee_id = p.person_id and t.state in ('OPEN', 'IN_PROGRESS')
        join customer c on c.tenant_id = current_tenant() and c.id = t.customer_id and c.deleted_at is null
        union all
        select p.user_id, p.person_id, 'USER', p.bond from person p
        union all
        select p.user_id, p.unit_id, 'UNIT', 'UNIT' from person p where p.bond = 'SELF'
        union all
        select u.id, a.unit_id, 'UNIT', 'SUPERVISION'
        from app_user u join org_unit_ancestry a on a.tenant_id = u.tenant_id and a.ancestor_id = u.unit_id
        where u.tenant_id = current_tenant() and u.id = any (users) and u.active and u.role = 'SUPERVISOR'
        union all
        select p.user_id, current_tenant(), 'TENANT', 'TENANT' from person p where p.bond = 'SELF'
    ), wanted as materialized (
        select b.user_id, b.scope, b.kind, array_agg(distinct b.reason order by b.reason) as reasons
        from bond b group by b.user_id, b.scope, b.kind
    ), ended as (
        update sync_grant g
        set revoked_xid = pg_current_xact_id(), revoked_at = current_instant()
        where g.tenant_id = current_tenant() and g.user_id = any (users) and g.revoked_xid is null
          and not exists (select from wanted w where w.user_id = g.user_id and w.scope = g.scope)
    ), altered as (
        update sync_grant g
        set reasons = w.reasons
        from wanted w
        where g.tenant_id = current_tenant() and g.scope = w.scope and g.user_id = w.user_id and g.revoked_xid is null
          and g.reasons <> w.reasons
    )
    insert into sync_grant (tenant_id, user_id, scope, granted_xid, kind, reasons, priority)
    select current_tenant(), w.user_id, w.scope, pg_current_xact_id(), w.kind, w.reasons, grant_priority(w.kind, w.reasons)
    from wanted w
    where not exists (select from sync_grant g
                      where g.tenant_id = current_tenant() and g.user_id = w.user_id and g.scope = w.scope
                        and g.revoked_xid is null)
    order by 2, 3
    on conflict on constraint sync_grant_pkey
        do update set revoked_xid = null, revoked_at = null, reasons = excluded.reasons;
end
$$;

-- Each trigger below finds the customers whose bonds a statement changed, and most statements change none.
create function regrant_after_customers() returns trigger
    language plpgsql
as $$
declare
    changed uuid[];
begin
    if tg_op = 'INSERT' then
        changed := (select array_agg(id) from new_rows where owner_id is not null);
    else
        changed := (select array_agg(n.id) from new_rows n join old_rows o on o.tenant_id = n.tenant_id and o.id = n.id
                    where n.owner_id is distinct from o.owner_id or (n.deleted_at is null) <> (o.deleted_at is null));
    end if;
    if changed is not null then
        perform regrant_customers(changed);
    end if;
    return null;
end
$$;
create trigger sync_grant_insert after insert on customer referencing new table as new_rows
    for each statement execute function regrant_after_customers();
create trigger sync_grant_update after update on customer referencing old table as old_rows new table as new_rows
    for each statement execute function regrant_after_customers();

create function regrant_after_shares() returns trigger
    language plpgsql
as $$
begin
    perform regrant_customers(array_agg(distinct customer_id)) from changed_rows having count(*) > 0;
    return null;
end
$$;
create trigger sync_grant_insert after insert on customer_share referencing new table as changed_rows
    for each statement execute function regrant_after_shares();
create trigger sync_grant_delete after delete on customer_share referencing old table as changed_rows
    for each statement execute function regrant_after_shares();

create function regrant_after_tasks() returns trigger
    language plpgsql
as $$
declare
    changed uuid[];
begin
    if tg_op = 'INSERT' then
        changed := (select array_agg(distinct customer_id) from new_rows where closed_at is null);
    else
        changed := (select array_agg(distinct c.id)
                    from new_rows n join old_rows o on o.tenant_id = n.tenant_id and o.id = n.id
                    cross join lateral (values (n.customer_id), (o.customer_id)) as c (id)
                    where (n.assignee_id, n.customer_id, n.closed_at is null)
                        is distinct from (o.assignee_id, o.customer_id, o.closed_at is null));
    end if;
    if changed is not null then
        perform regrant_customers(changed);
    end if;
    return null;
end
$$;
create trigger sync_grant_insert after insert on visit_task referencing new table as new_rows
    for each statement execute function regrant_after_tasks();
create trigger sync_grant_update after update on visit_task referencing old table as old_rows new table as new_rows
    for each statement execute function regrant_after_tasks();

create function regrant_after_tickets() returns trigger
    language plpgsql
as $$
declare
    changed uuid[];
begin
    if tg_op = 'INSERT' then
        changed := (select array_agg(distinct customer_id) from new_rows
                    where assignee_id is not null and state in ('OPEN', 'IN_PROGRESS'));
    else
        changed := (select array_agg(distinct c.id)
                    from new_rows n join old_rows o on o.tenant_id = n.tenant_id and o.id = n.id
                    cross join lateral (values (n.customer_id), (o.customer_id)) as c (id)
                    where (n.assignee_id, n.customer_id, n.state in ('OPEN', 'IN_PROGRESS'))
                        is distinct from (o.assignee_id, o.customer_id, o.state in ('OPEN', 'IN_PROGRESS')));
    end if;
    if changed is not null then
        perform regrant_customers(changed);
    end if;
    return null;
end
$$;
create trigger sync_grant_insert after insert on service_ticket referencing new table as new_rows
    for each statement execute function regrant_after_tickets();
create trigger sync_grant_update after update on service_ticket referencing old table as old_rows new table as new_rows
    for each statement execute function regrant_after_tickets();

-- A user himself, and the supervisors of the units he left and joined.
create function regrant_after_users() returns trigger
    language plpgsql
as $$
declare
    changed uuid[];
begin
    -- Who leads whom may be changing at this moment: whom this concerns is asked after waiting for that.
    if tg_op = 'INSERT' then
        perform lock_organisation(true);
        changed := (select array_agg(distinct id)
                    from (select n.id from new_rows n
                          union all select unit_leaders(n.unit_id) from new_rows n) as concerned);
    else
        perform lock_organisation(true)
        from new_rows n join old_rows o on o.tenant_id = n.tenant_id and o.id = n.id
        where (n.unit_id, n.role, n.active) is distinct from (o.unit_id, o.role, o.active) limit 1;
        changed := (select array_agg(distinct concerned.id)
                    from new_rows n join old_rows o on o.tenant_id = n.tenant_id and o.id = n.id
                    cross join lateral (select n.id
                                        union all select unit_leaders(n.unit_id)
                                        union all select unit_leaders(o.unit_id)) as concerned
                    where (n.unit_id, n.role, n.active) is distinct from (o.unit_id, o.role, o.active));
    end if;
    if changed is not null then
        perform regrant_users(changed);
    end if;
    return null;
end
$$;
create trigger sync_grant_insert after insert on app_user referencing new table as new_rows
    for each statement execute function regrant_after_users();
create trigger sync_grant_update after update on app_user referencing old table as old_rows new table as new_rows
    for each statement execute function regrant_after_users();

-- Two units that move at the same time would not see each other's ancestors: they move one after the other.
create function lock_before_units() returns trigger
    language plpgsql
as $$
begin
    perform lock_organisation(true);
    return null;
end
$$;
create trigger lock_first before insert or update on org_unit for each statement execute function lock_before_units();

-- A unit that is new or moves changes what supervisors lead; that is rare, so all of them are looked at.
create function regrant_after_units() returns trigger
    language plpgsql
as $$
begin
    perform regrant_users(array_agg(id)) from app_user
    where tenant_id = current_tenant() and role = 'SUPERVISOR' and active having count(*) > 0;
    return null;
end
$$;
create trigger sync_grant_insert after insert on org_unit for each statement execute function regrant_after_units();
create trigger sync_grant_update after update on org_unit for each statement execute function regrant_after_units();

grant delete on sync_grant to revisit_gate;
grant select on customer_share, visit_task, service_ticket, org_unit_ancestry to revisit_gate;

-- Grants of users that exist already, tenant by tenant.
do $$
declare
    one uuid;
    tenants uuid[];
begin
    alter table tenant no force row level security;
    tenants := array(select id from tenant);
    alter table tenant force row level security;
    foreach one in array tenants loop
        perform set_config('app.tenant_id', one::text, true);
        perform regrant_users(array_agg(id)) from app_user where tenant_id = one having count(*) > 0;
    end loop;
    perform set_config('app.tenant_id', '', true);
end
$$;

-- Lineage -----------------------------------------------------------------------------------------------------------

-- Written every few seconds while there are changes, each in a transaction of its own that is flushed before anybody
-- sees it. A cursor names the newest one it saw: as long as that exists, everything before it is still there.
create table sync_beacon (
    id         uuid        not null primary key default gen_random_uuid(),
    xid        xid8        not null default pg_current_xact_id(),
    snapshot   pg_snapshot not null default pg_current_snapshot(),
    -- The first of its minute is kept as long as a phone may be silent, the others only for an hour.
    lasting    boolean     not null,
    written_at timestamptz not null default current_instant()
);
create index sync_beacon_newest on sync_beacon (xid);
create index sync_beacon_newest_lasting on sync_beacon (xid) where lasting;

-- Empty after every crash and on every promoted standby, because it is not logged: then ids of transactions may come again.
create unlogged table sync_incarnation (
    id uuid not null primary key default gen_random_uuid()
);
grant select, insert, delete on sync_beacon to revisit_app;
grant select, insert on sync_incarnation to revisit_app;

-- Changes whenever a snapshot taken before may no longer be exact: restart, crash, failover, a restored dump.
create function sync_incarnation() returns bigint
    language sql stable
as $$
    select hashtextextended(
        coalesce((select min(id::text) from sync_incarnation), '-')
            || ' ' || pg_relation_filenode('sync_beacon')
            || ' ' || extract(epoch from pg_postmaster_start_time())::text, 0)
$$;
insert into sync_beacon (lasting) values (true);

-- Signs cursors; every node must know the same keys. The newest signs, all verify.
create table sync_key (
    id         uuid        not null primary key default gen_random_uuid(),
    secret     bytea       not null check (length(secret) = 32),
    created_at timestamptz not null default current_instant()
);
insert into sync_key (secret) values (sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));
grant select on sync_key to revisit_app;
