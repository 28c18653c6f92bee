-- What RxDB's replication does not bring along itself: an identity of each edit, and the contents of attachments.

-- The last edit that a device sent of a record. RxDB's edits have no ids: one that looks like the last of its record is that
-- one again, sent because the answer was lost; the same edit after another one is a new edit.
create table rxdb_edit (
    tenant_id   uuid not null,
    device_id   uuid not null,
    record_id   uuid not null,
    edit_hash   text not null check (length(edit_hash) = 64),
    mutation_id uuid not null,
    primary key (tenant_id, device_id, record_id),
    foreign key (tenant_id, device_id) references device (tenant_id, id) on delete cascade
);

-- Contents of the attachments that RxDB keeps with its documents, by SHA-256. They belong to one record, and only the
-- record's own description of its attachments leads to them.
create table rxdb_attachment (
    tenant_id  uuid        not null references tenant,
    record_id  uuid        not null,
    digest     text        not null check (digest ~ '^[0-9a-f]{64}$'),
    content    bytea       not null check (length(content) <= 1048576),
    created_at timestamptz not null default current_instant(),
    primary key (tenant_id, record_id, digest)
);

call secure_tenant_table('rxdb_edit');
call secure_tenant_table('rxdb_attachment');
grant select, insert, update, delete on rxdb_edit to revisit_app;
grant select, insert, delete on rxdb_attachment to revisit_app;
