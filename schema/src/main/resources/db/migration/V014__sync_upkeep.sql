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
alter table device
    add column schema_version    int,
    add column known_below       xid8,
    add column last_pull_at      timestamptz,
    add column complete_at       timestamptz,
    add column last_push_at      timestamptz,
    add column clock_skew_millis bigint;
create index device_seen on device (tenant_id, last_seen_at, id);
create index device_user_seen on device (tenant_id, user_id, last_seen_at, id);
create index sync_issue_device on sync_issue (tenant_id, device_id) where state = 'OPEN';
alter table session drop constraint session_end_reason_check;
alter table session add check (end_reason in ('LOGOUT', 'REFRESH_TOKEN_REUSED', 'LOGGED_IN_AGAIN', 'TOO_MANY_DEVICES'));

-- Below it tombstones and ended grants may be missing: whoever does not know everything below it compares digests.
create table sync_horizon (
    tenant_id uuid        not null primary key references tenant,
    xid       xid8        not null,
    purged_at timestamptz not null default current_instant()
);
call secure_tenant_table('sync_horizon');
grant select on sync_horizon to revisit_app;

create policy gate_keeps on sync_record to revisit_gate using (true);
create policy gate_keeps on sync_grant to revisit_gate using (true) with check (true);
create policy gate_keeps on device to revisit_gate using (true);
create policy gate_keeps on sync_horizon to revisit_gate using (true) with check (true);
create policy gate_keeps on tenant for select to revisit_gate using (true);
grant select, update (known_below) on device to revisit_gate;
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
    update device set known_below = pg_current_xact_id() where known_below is not null;
    delete from sync_horizon;
    delete from sync_beacon;
    delete from sync_incarnation;
    insert into sync_incarnation default values;
end
$$;

-- Digests -----------------------------------------------------------------------------------------------------------

-- The first 8 bytes of the SHA-256 of `id:version`, so that a phone can compute it with what it has.
create function sync_hash(id uuid, version bigint) returns bigint
    language sql immutable parallel safe
    return ('x' || encode(substr(sha256(convert_to(id::text || ':' || version::text, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint;

create function sync_hash_text(hash bigint) returns text
    language sql immutable parallel safe
    return lpad(to_hex(hash), 16, '0');

-- Purging -----------------------------------------------------------------------------------------------------------

-- Removes tombstones and former grants of all tenants that every device alive has had; at most 5000 of a kind and tenant,
-- so a job calls it until nothing is left. The bound is what a lasting beacon knew that every such device has seen: a
-- device falls back to that beacon, or to a later one, when the server crashes.
create function purge_tombstones(silent_since timestamptz, kept_since timestamptz) returns bigint
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
    one     uuid;
    horizon xid8;
    removed bigint;
    total   bigint := 0;
begin
    for one in select id from tenant loop
        horizon := (select pg_snapshot_xmin(b.snapshot) from sync_beacon b
                    where b.lasting and b.written_at < kept_since
                      and b.xid < coalesce((select min(d.known_below) from device d
                                            where d.tenant_id = one and d.last_pull_at >= silent_since), '18446744073709551615')
                    order by b.xid desc limit 1);
        continue when horizon is null;
        with old as (select r.scope, r.collection, r.id from sync_record r
                     where r.tenant_id = one and r.deleted and r.changed_xid < horizon limit 5000),
             tombstones as (delete from sync_record r using old
                            where r.tenant_id = one and r.scope = old.scope and r.collection = old.collection and r.id = old.id
                              and r.deleted and r.changed_xid < horizon returning 1),
             ended as (select g.user_id, g.scope, g.granted_xid from sync_grant g
                       where g.tenant_id = one and g.revoked_xid < horizon and g.revoked_at < silent_since limit 5000),
             grants as (delete from sync_grant g using ended
                        where g.tenant_id = one and g.user_id = ended.user_id and g.scope = ended.scope
                          and g.granted_xid = ended.granted_xid and g.revoked_xid < horizon returning 1)
        select (select count(*) from tombstones) + (select count(*) from grants) into removed;
        if removed > 0 then
            insert into sync_horizon (tenant_id, xid) values (one, horizon)
            on conflict (tenant_id) do update set xid = greatest(sync_horizon.xid, excluded.xid), purged_at = excluded.purged_at;
        end if;
        total := total + removed;
    end loop;
    return total;
end
$$;

-- Of collections of which phones keep the latest only, forgets what no phone needs to be sent. Looks at so many scopes after
-- the given one, so that each call is short; answers where to go on, or nothing at the end.
create function trim_latest(names text[], kept int[], after_tenant uuid, after_scope uuid, most_scopes int)
    returns table (tenant uuid, place uuid, removed bigint)
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
    gone bigint;
begin
    tenant := after_tenant;
    place := after_scope;
    removed := 0;
    for step in 1 .. most_scopes loop
        select r.tenant_id, r.scope into tenant, place from sync_record r
        where (r.tenant_id, r.scope) > (tenant, place) order by r.tenant_id, r.scope limit 1;
        if not found then
            return;
        end if;
        for one in 1 .. cardinality(names) loop
            delete from sync_record r
            where r.tenant_id = tenant and r.scope = place and r.collection = names[one] and not r.deleted
              and (r.version, r.id) <= (select l.version, l.id from sync_record l
                                        where l.tenant_id = tenant and l.scope = place and l.collection = names[one]
                                          and not l.deleted
                                        order by l.version desc, l.id desc offset kept[one] limit 1);
            get diagnostics gone = row_count;
            removed := removed + gone;
        end loop;
    end loop;
    return next;
end
$$;

-- Wake-up -----------------------------------------------------------------------------------------------------------

-- Whom changes concern: a scope, `@user`, or `*` for everybody of a tenant. Nodes read what came since the snapshot they had.
-- Not `notify`: a commit with one holds a lock of the whole database while it is flushed. Lost in a crash, as hints may be.
create unlogged table sync_notice (
    xid        xid8        not null default pg_current_xact_id(),
    tenant     uuid        not null,
    concerned  text        not null,
    written_at timestamptz not null default clock_timestamp()
);
create index sync_notice_xid on sync_notice (xid);
grant insert on sync_notice to revisit_app, revisit_gate;
grant select, delete on sync_notice to revisit_gate;

-- What was announced since, each with the snapshot to ask with next time; a first time answers that alone.
create function sync_notices(since pg_snapshot) returns table (snapshot text, tenant uuid, concerned text)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select pg_current_snapshot()::text, n.tenant, n.concerned
    from (values (1)) as always
    left join sync_notice n on n.xid >= pg_snapshot_xmin(since) and not pg_visible_in_snapshot(n.xid, since)
$$;

create function purge_notices() returns void
    language sql security definer set search_path = pg_catalog, public, pg_temp
as $$
    delete from sync_notice where written_at < clock_timestamp() - interval '1 minute'
$$;

-- Announces each text once per transaction, and the whole tenant instead when there are more than about 50.
create function announce(tenant uuid, concerned text) returns void
    language plpgsql
as $$
declare
    most int  := 1900;
    said text := coalesce(current_setting('app.sync_announced', true), '');
begin
    if length(said) > most or strpos(said, ' ' || concerned || ' ') > 0 then
        return;
    end if;
    said := said || ' ' || concerned || ' ';
    insert into sync_notice (tenant, concerned) values (tenant, case when length(said) > most then '*' else concerned end);
    perform set_config('app.sync_announced', said, true);
end
$$;

create function announce_records() returns trigger
    language plpgsql
as $$
begin
    perform announce(changed.tenant_id, changed.scope::text)
    from (select distinct tenant_id, scope from changed_rows limit 51) as changed;
    return null;
end
$$;
create trigger announce_insert after insert on sync_record referencing new table as changed_rows
    for each statement execute function announce_records();
create trigger announce_update after update on sync_record referencing new table as changed_rows
    for each statement execute function announce_records();

create function announce_grants() returns trigger
    language plpgsql
as $$
begin
    perform announce(changed.tenant_id, '@' || changed.user_id)
    from (select distinct tenant_id, user_id from changed_rows limit 51) as changed;
    return null;
end
$$;
create trigger announce_insert after insert on sync_grant referencing new table as changed_rows
    for each statement execute function announce_grants();
create trigger announce_update after update on sync_grant referencing new table as changed_rows
    for each statement execute function announce_grants();

grant create on schema public to revisit_gate;
alter function rebase_sync() owner to revisit_gate;
alter function purge_tombstones(timestamptz, timestamptz) owner to revisit_gate;
alter function trim_latest(text[], int[], uuid, uuid, int) owner to revisit_gate;
alter function sync_notices(pg_snapshot) owner to revisit_gate;
alter function purge_notices() owner to revisit_gate;
revoke create on schema public from revisit_gate;
revoke all on function rebase_sync(), purge_tombstones(timestamptz, timestamptz), trim_latest(text[], int[], uuid, uuid, int),
    sync_notices(pg_snapshot), purge_notices() from public;
grant execute on function rebase_sync(), purge_tombstones(timestamptz, timestamptz), trim_latest(text[], int[], uuid, uuid, int),
    sync_notices(pg_snapshot), purge_notices() to revisit_app;
