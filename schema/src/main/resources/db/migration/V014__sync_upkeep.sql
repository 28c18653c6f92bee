-- What keeps delta sync honest and small: beacons that survive and betray a restored dump, what each device knows, how far
-- tombstones were purged, and the notices that wake phones up. See sync/README.md.

-- Lineage -----------------------------------------------------------------------------------------------------------

-- A beacon's own id comes after everything that its snapshot knows: as it is flushed, no such id is handed out again.
delete from sync_beacon;
alter table sync_beacon
    add check (xid >= pg_snapshot_xmax(snapshot)),
    -- A dump that was restored into another cluster brings beacons that count other transactions.
    add column cluster bigint not null default (pg_control_system()).system_identifier;
create index sync_beacon_cluster on sync_beacon (cluster);
create index sync_beacon_age on sync_beacon (lasting, written_at);

-- Also another database: a copy made from a template has the same files and rows.
drop function sync_incarnation();
create function sync_incarnation() returns bigint
    language sql stable
as $$
    select hashtextextended(concat_ws(' ',
        -- Without a name it is never the same one: a second crash would otherwise look as if nothing had happened.
        coalesce((select min(id::text) from sync_incarnation), gen_random_uuid()::text), pg_relation_filenode('sync_beacon'),
        (select oid from pg_database where datname = current_database()),
        extract(epoch from pg_postmaster_start_time())), 0)
$$;

-- What each device told of itself while it synchronised. `known_below`: it has the effects of every transaction below.
create table sync_device (
    tenant_id         uuid        not null,
    device_id         uuid        not null,
    user_id           uuid        not null,
    schema_version    int,
    known_below       xid8,
    last_pull_at      timestamptz,
    complete_at       timestamptz,
    last_push_at      timestamptz,
    clock_skew_millis bigint,
    primary key (tenant_id, device_id),
    foreign key (tenant_id, device_id) references device (tenant_id, id) on delete cascade
);

-- Below it tombstones and ended grants may be missing: whoever does not know everything below it compares digests.
create table sync_horizon (
    tenant_id uuid        not null primary key references tenant,
    xid       xid8        not null,
    purged_at timestamptz not null default current_instant()
);
call secure_tenant_table('sync_device');
call secure_tenant_table('sync_horizon');
grant select, insert, update, delete on sync_device to revisit_app;
grant select on sync_horizon to revisit_app;

create policy gate_keeps on sync_record to revisit_gate using (true);
create policy gate_keeps on sync_grant to revisit_gate using (true) with check (true);
create policy gate_keeps on sync_change to revisit_gate using (true);
create policy gate_keeps on sync_device to revisit_gate using (true);
create policy gate_keeps on sync_horizon to revisit_gate using (true) with check (true);
create policy gate_keeps on tenant for select to revisit_gate using (true);
grant select, update on sync_device to revisit_gate;
grant select, insert, update, delete on sync_horizon to revisit_gate;
grant select, insert, delete on sync_beacon, sync_incarnation to revisit_gate;
grant select on tenant to revisit_gate;

-- After a dump was restored into another cluster all ids of transactions mean nothing. What exists counts as changed now;
-- without a beacon and in another incarnation every cursor is refused and reconciled by digest. Periods that ended count as
-- over since ever: whoever holds an older cursor learns from the digest what he may keep.
create function rebase_sync() returns void
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
    -- Whoever writes finishes first, and whoever comes waits.
    lock table sync_record, sync_grant, sync_beacon in share row exclusive mode;
    update sync_record set changed_xid = pg_current_xact_id();
    -- The sort takes in every row before the first is written, so that no period meets its own former self.
    with former as (
        delete from sync_grant returning *
    ), counted as (
        select former.*, 2 + row_number() over (partition by tenant_id, user_id, scope order by revoked_xid is null, granted_xid) as place
        from former
    )
    insert into sync_grant (tenant_id, user_id, scope, granted_xid, revoked_xid, kind, reasons, priority, granted_at, revoked_at)
    select tenant_id, user_id, scope,
           case when revoked_xid is null then pg_current_xact_id() else place::text::xid8 end,
           case when revoked_xid is not null then place::text::xid8 end,
           kind, reasons, priority, granted_at, revoked_at
    from counted;
    update sync_device set known_below = pg_current_xact_id() where known_below is not null;
    delete from sync_horizon;
    delete from sync_beacon;
    delete from sync_incarnation;
    insert into sync_incarnation default values;
end
$$;

grant create on schema public to revisit_gate;
alter function rebase_sync() owner to revisit_gate;
revoke create on schema public from revisit_gate;
revoke all on function rebase_sync() from public;
grant execute on function rebase_sync() to revisit_app;
