-- What WatermelonDB makes the server remember: it names what a phone has by a number, and tells neither what its edits were
-- based on nor whether they came before. See mobile-contract/PROTOCOL.md.

-- What one answer left on a device. The number is microseconds of the server's clock, so that a database that was rewound
-- never gives a number to two states.
create table sync_ordinal (
    tenant_id  uuid        not null,
    device_id  uuid        not null,
    ordinal    bigint      not null,
    cursor     text        not null,
    -- The cursor on which unsent edits may have been made, when it is an older one.
    worked_on  text,
    -- What left the user and is kept on the phone until its edits have come in.
    withheld   jsonb       not null,
    -- Records whose edits did not prevail: they are sent again although they did not change.
    resend     jsonb       not null default '[]',
    -- Whether the phone had unsent edits when it asked for this answer, and whether they came in after it.
    unsent     boolean     not null,
    pushed     boolean     not null default false,
    created_at timestamptz not null default current_instant(),
    primary key (tenant_id, device_id, ordinal),
    foreign key (tenant_id, device_id) references device (tenant_id, id) on delete cascade
);
create index sync_ordinal_age on sync_ordinal (created_at);

-- The last edit of each record that came from a device: what comes again is the same mutation, with the same base.
create table sync_last_edit (
    tenant_id    uuid        not null,
    device_id    uuid        not null,
    collection   text        not null,
    record_id    uuid        not null,
    content      text        not null check (length(content) = 64),
    ordinal      bigint      not null,
    base_version bigint,
    sent_at      timestamptz not null default current_instant(),
    primary key (tenant_id, device_id, collection, record_id),
    foreign key (tenant_id, device_id) references device (tenant_id, id) on delete cascade
);
create index sync_last_edit_age on sync_last_edit (sent_at);

call secure_tenant_table('sync_ordinal');
call secure_tenant_table('sync_last_edit');
grant select, insert, update, delete on sync_ordinal, sync_last_edit to revisit_app;

create policy gate_purges on sync_ordinal to revisit_gate using (true);
create policy gate_purges on sync_last_edit to revisit_gate using (true);
grant select, delete on sync_ordinal, sync_last_edit to revisit_gate;

create function purge_sync_ordinals(before timestamptz) returns bigint
    language sql security definer set search_path = pg_catalog, public, pg_temp
as $$
    with old as (select tenant_id, device_id, ordinal from sync_ordinal where created_at < before limit 5000),
         purged as (delete from sync_ordinal o using old
                    where o.tenant_id = old.tenant_id and o.device_id = old.device_id and o.ordinal = old.ordinal returning 1),
         forgotten as (select tenant_id, device_id, collection, record_id from sync_last_edit where sent_at < before limit 5000),
         purged_edits as (delete from sync_last_edit e using forgotten f
                          where e.tenant_id = f.tenant_id and e.device_id = f.device_id
                            and e.collection = f.collection and e.record_id = f.record_id returning 1)
    select (select count(*) from purged) + (select count(*) from purged_edits)
$$;
grant create on schema public to revisit_gate;
alter function purge_sync_ordinals(timestamptz) owner to revisit_gate;
revoke create on schema public from revisit_gate;
revoke all on function purge_sync_ordinals(timestamptz) from public;
grant execute on function purge_sync_ordinals(timestamptz) to revisit_app;
