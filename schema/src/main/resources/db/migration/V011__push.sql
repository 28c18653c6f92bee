-- What phones push: each mutation with its verdict, those that wait for what they refer to, and the issues in which
-- whatever could not be applied as it was sent is kept whole.

-- One row per mutation that was ever claimed, by the device that chose its id. Its verdict is repeated however late the
-- mutation comes again, so rows stay as long as the device pushes; they hold no payload.
create table sync_mutation (
    tenant_id    uuid        not null references tenant,
    device_id    uuid        not null,
    id           uuid        not null,
    author_id    uuid        not null,
    request_hash text        not null check (length(request_hash) = 64),
    status       text        check (status in ('APPLIED', 'MERGED', 'CONFLICT', 'HELD', 'REJECTED')),
    verdict      jsonb,
    -- The record that it created.
    created_id   uuid,
    claimed_at   timestamptz not null default current_instant(),
    primary key (tenant_id, device_id, id),
    foreign key (tenant_id, author_id) references app_user (tenant_id, id)
);
create index sync_mutation_claimed on sync_mutation (tenant_id, device_id, claimed_at);
create index sync_mutation_created on sync_mutation (tenant_id, created_id) where created_id is not null;

-- A mutation of a record, or with a reference to one, that does not exist yet.
create table sync_held (
    tenant_id   uuid        not null references tenant,
    device_id   uuid        not null,
    mutation_id uuid        not null,
    author_id   uuid        not null,
    waiting_for uuid        not null,
    group_id    text,
    place       int         not null,
    payload     text        not null,
    seen        text,
    sent_at     timestamptz not null,
    received_at timestamptz not null,
    checked_at  timestamptz not null default current_instant(),
    primary key (tenant_id, device_id, mutation_id),
    foreign key (tenant_id, device_id, mutation_id) references sync_mutation (tenant_id, device_id, id),
    foreign key (tenant_id, author_id) references app_user (tenant_id, id)
);
create index sync_held_waiting on sync_held (tenant_id, waiting_for);
create index sync_held_checked on sync_held (tenant_id, checked_at);

-- A mutation that could not be applied as sent. The payload is the whole mutation.
create table sync_issue (
    tenant_id   uuid        not null references tenant,
    id          uuid        not null default new_id(),
    author_id   uuid        not null,
    device_id   uuid        not null,
    mutation_id uuid        not null,
    kind        text        not null check (kind in ('CONFLICT', 'REJECTED', 'EDIT_OF_DELETED', 'DELETE_OF_EDITED', 'NEVER_ARRIVED')),
    code        text,
    field       text[]      not null default '{}',
    details     jsonb       not null default '{}',
    collection  text        not null,
    record_id   uuid        not null,
    conflicts   jsonb       not null default '[]',
    payload     jsonb       not null,
    occurred_at timestamptz,
    state       text        not null default 'OPEN' check (state in ('OPEN', 'RESOLVED', 'RESTORED')),
    resolved_by uuid,
    resolved_at timestamptz,
    note        text        check (length(note) <= 2000),
    version     int         not null default 1,
    created_at  timestamptz not null default current_instant(),
    updated_at  timestamptz not null default current_instant(),
    primary key (tenant_id, id),
    foreign key (tenant_id, author_id) references app_user (tenant_id, id),
    foreign key (tenant_id, resolved_by) references app_user (tenant_id, id),
    check ((resolved_at is not null) = (state <> 'OPEN'))
);
create index sync_issue_author on sync_issue (tenant_id, author_id, created_at, id);
create index sync_issue_created on sync_issue (tenant_id, created_at, id);
create index sync_issue_record on sync_issue (tenant_id, record_id);
create trigger count_version before update on sync_issue for each row execute function count_version();

call secure_tenant_table('sync_mutation');
call secure_tenant_table('sync_held');
call secure_tenant_table('sync_issue');
call sync_table('sync_issue', 'SyncIssue', '{author_id}', true);
grant select, insert, update on sync_mutation, sync_issue to revisit_app;
grant select, insert, update, delete on sync_held to revisit_app;

-- What the sweeper and the purge may do across tenants, and no more.
create policy gate_sweeps on sync_held to revisit_gate using (true);
create policy gate_purges on sync_mutation to revisit_gate using (true);
create policy gate_purges on sync_change to revisit_gate using (true);
grant select on sync_held to revisit_gate;
grant select, delete on sync_mutation to revisit_gate;

create function sync_tenants_that_wait() returns setof uuid
    language sql stable security definer set search_path = pg_catalog, public, pg_temp rows 10
as $$
    select distinct tenant_id from sync_held
$$;

-- Verdicts of devices that have sent nothing since.
create function purge_sync_mutations(silent_since timestamptz) returns bigint
    language sql security definer set search_path = pg_catalog, public, pg_temp
as $$
    with old as (select m.tenant_id, m.device_id, m.id from sync_mutation m
                 where m.claimed_at < silent_since and m.status <> 'HELD'
                   and not exists (select from sync_mutation newer
                                   where newer.tenant_id = m.tenant_id and newer.device_id = m.device_id
                                     and newer.claimed_at >= silent_since)
                 limit 5000),
         purged as (delete from sync_mutation m using old
                    where m.tenant_id = old.tenant_id and m.device_id = old.device_id and m.id = old.id returning 1)
    select count(*) from purged
$$;

-- Replaced values that no mutation may name as its base any more.
create function purge_sync_changes(changed_before timestamptz) returns bigint
    language sql security definer set search_path = pg_catalog, public, pg_temp
as $$
    with old as (select tenant_id, id, version from sync_change where changed_at < changed_before limit 5000),
         purged as (delete from sync_change c using old
                    where c.tenant_id = old.tenant_id and c.id = old.id and c.version = old.version returning 1)
    select count(*) from purged
$$;

grant create on schema public to revisit_gate;
alter function sync_tenants_that_wait() owner to revisit_gate;
alter function purge_sync_mutations(timestamptz) owner to revisit_gate;
alter function purge_sync_changes(timestamptz) owner to revisit_gate;
revoke create on schema public from revisit_gate;
revoke all on function sync_tenants_that_wait(), purge_sync_mutations(timestamptz), purge_sync_changes(timestamptz) from public;
grant execute on function sync_tenants_that_wait(), purge_sync_mutations(timestamptz), purge_sync_changes(timestamptz) to revisit_app;
