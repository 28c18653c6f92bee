-- Contents of attachments: what has arrived, what is arriving, and what may be thrown away.

-- One content of a tenant, however many attachments have it. Its bytes lie in the blob store under the hash and the
-- generation: each attempt to store them has a generation of its own, so that throwing one away can never hit another.
create table attachment_blob (
    tenant_id  uuid        not null references tenant,
    sha256     text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
    generation uuid        not null,
    byte_count bigint      not null check (byte_count > 0),
    media_type text        not null check (length(media_type) <= 127),
    created_at timestamptz not null default current_instant(),
    primary key (tenant_id, sha256)
);
create index attachment_blob_created on attachment_blob (tenant_id, created_at);

-- The foreign key is what makes clean-up safe: while an attachment refers to a blob nobody can delete it, and a reference to
-- one that is being deleted waits and fails.
alter table attachment
    add column stored_sha256 text generated always as (case when state = 'STORED' and deleted_at is null then sha256 end) stored,
    add foreign key (tenant_id, stored_sha256) references attachment_blob (tenant_id, sha256);
create index attachment_stored on attachment (tenant_id, stored_sha256) where stored_sha256 is not null;
create index attachment_pending on attachment (tenant_id, created_at) where state = 'PENDING' and deleted_at is null;

-- An upload that has begun and is not complete. Its bytes lie in the blob store under the generation, in parts that begin at
-- these offsets. A writer holds it for a while; whoever comes meanwhile is told to wait.
create table attachment_upload (
    tenant_id      uuid        not null references tenant,
    attachment_id  uuid        not null,
    generation     uuid        not null,
    created_by     uuid        not null,
    received_bytes bigint      not null default 0 check (received_bytes >= 0),
    part_offsets   bigint[]    not null default '{}',
    writer         uuid,
    writer_until   timestamptz,
    expires_at     timestamptz not null,
    created_at     timestamptz not null default current_instant(),
    primary key (tenant_id, attachment_id),
    foreign key (tenant_id, attachment_id) references attachment (tenant_id, id),
    foreign key (tenant_id, created_by) references app_user (tenant_id, id),
    check ((writer is null) = (writer_until is null))
);
create index attachment_upload_creator on attachment_upload (tenant_id, created_by);
create index attachment_upload_expiry on attachment_upload (tenant_id, expires_at);

-- Objects in the blob store that nobody refers to, to be deleted from the time that is due. Written before bytes are stored,
-- and taken back by the transaction that refers to them: whatever crashes in between leaves nothing behind.
create table attachment_garbage (
    tenant_id  uuid        not null references tenant,
    generation uuid        not null,
    sha256     text        check (sha256 ~ '^[0-9a-f]{64}$'),
    due_at     timestamptz not null,
    primary key (tenant_id, generation)
);
create index attachment_garbage_due on attachment_garbage (tenant_id, due_at);
comment on column attachment_garbage.sha256 is 'The content''s hash; null for the parts of an upload.';

call secure_tenant_table('attachment_blob');
call secure_tenant_table('attachment_upload');
call secure_tenant_table('attachment_garbage');
grant select, insert, update, delete on attachment_blob, attachment_upload to revisit_app;
grant select, insert, update, delete on attachment_garbage to revisit_app;

-- For the clean-up, which then works tenant by tenant like everybody else.
create function tenants_with_attachments() returns setof uuid
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select t.id from tenant t where exists (select from attachment a where a.tenant_id = t.id) order by t.id
$$;
create policy gate_reads on attachment for select to revisit_gate using (true);
grant select (tenant_id) on attachment to revisit_gate;
grant create on schema public to revisit_gate;
alter function tenants_with_attachments() owner to revisit_gate;
revoke create on schema public from revisit_gate;
revoke all on function tenants_with_attachments() from public;
grant execute on function tenants_with_attachments() to revisit_app;
