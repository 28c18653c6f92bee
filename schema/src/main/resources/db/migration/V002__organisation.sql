-- Tenants, the tree of units, users, their devices and sessions.

create table tenant (
    id         uuid        not null primary key default new_id(),
    code       text        not null unique check (code ~ '^[a-z][a-z0-9-]{1,38}$'),
    name       text        not null check (length(name) between 1 and 200),
    currency   text        not null check (currency ~ '^[A-Z]{3}$'),
    zone       text        not null,
    language   text        not null check (language in ('en', 'zh-CN')),
    created_at timestamptz not null default current_instant()
);

create table org_unit (
    tenant_id uuid not null references tenant,
    id        uuid not null default new_id(),
    parent_id uuid,
    name      text not null check (length(name) between 1 and 200),
    primary key (tenant_id, id),
    foreign key (tenant_id, parent_id) references org_unit (tenant_id, id),
    check (parent_id <> id)
);
create index org_unit_parent on org_unit (tenant_id, parent_id);

-- Every unit with each of its ancestors, itself included: a subtree is one index range.
create table org_unit_ancestry (
    tenant_id   uuid not null references tenant,
    ancestor_id uuid not null,
    unit_id     uuid not null,
    primary key (tenant_id, ancestor_id, unit_id),
    foreign key (tenant_id, ancestor_id) references org_unit (tenant_id, id) on delete cascade,
    foreign key (tenant_id, unit_id) references org_unit (tenant_id, id) on delete cascade
);
create index org_unit_ancestry_unit on org_unit_ancestry (tenant_id, unit_id);

create function keep_unit_ancestry() returns trigger
    language plpgsql
as $$
begin
    if tg_op = 'UPDATE' then
        if new.parent_id is not distinct from old.parent_id then
            return null;
        end if;
        if exists (select from org_unit_ancestry
                   where tenant_id = new.tenant_id and ancestor_id = new.id and unit_id = new.parent_id) then
            raise exception 'a unit cannot stand below itself' using errcode = 'check_violation';
        end if;
        delete from org_unit_ancestry moved
        using org_unit_ancestry below, org_unit_ancestry above
        where below.tenant_id = new.tenant_id and below.ancestor_id = new.id
          and above.tenant_id = new.tenant_id and above.unit_id = new.id and above.ancestor_id <> new.id
          and moved.tenant_id = new.tenant_id
          and moved.unit_id = below.unit_id and moved.ancestor_id = above.ancestor_id;
    else
        insert into org_unit_ancestry values (new.tenant_id, new.id, new.id);
    end if;
    insert into org_unit_ancestry
    select new.tenant_id, above.ancestor_id, below.unit_id
    from org_unit_ancestry above, org_unit_ancestry below
    where above.tenant_id = new.tenant_id and above.unit_id = new.parent_id
      and below.tenant_id = new.tenant_id and below.ancestor_id = new.id;
    return null;
end
$$;
create trigger keep_ancestry after insert or update on org_unit
    for each row execute function keep_unit_ancestry();

create table app_user (
    tenant_id     uuid        not null references tenant,
    id            uuid        not null default new_id(),
    email         text        not null check (email = lower(email) and email like '%_@_%' and length(email) <= 254),
    code          text,
    name          text        not null check (length(name) between 1 and 200),
    role          text        not null check (role in ('REP', 'SUPERVISOR', 'DIRECTOR', 'QA', 'ADMIN')),
    unit_id       uuid        not null,
    zone          text        not null,
    language      text        not null check (language in ('en', 'zh-CN')),
    workday_start time        not null default '09:00',
    workday_end   time        not null default '18:00',
    workdays      smallint[]  not null default '{1,2,3,4,5}' check (workdays <@ '{1,2,3,4,5,6,7}'),
    password_hash text,
    active        boolean     not null default true,
    version       int         not null default 1,
    created_at    timestamptz not null default current_instant(),
    updated_at    timestamptz not null default current_instant(),
    primary key (tenant_id, id),
    foreign key (tenant_id, unit_id) references org_unit (tenant_id, id),
    check (workday_start < workday_end)
);
-- Somebody who logs in names no tenant, so an address belongs to one person in the whole installation.
create unique index app_user_email on app_user (email);
create unique index app_user_code on app_user (tenant_id, code);
create index app_user_unit on app_user (tenant_id, unit_id, id);
create index app_user_name on app_user (tenant_id, (name collate "zh-x-icu"), id);
create trigger count_version before update on app_user for each row execute function count_version('password_hash');

create table device (
    tenant_id    uuid        not null references tenant,
    id           uuid        not null,
    user_id      uuid        not null,
    name         text        not null check (length(name) between 1 and 100),
    platform     text        not null check (platform in ('ANDROID', 'IOS', 'WEB', 'OTHER')),
    app_version  text        check (length(app_version) <= 50),
    created_at   timestamptz not null default current_instant(),
    last_seen_at timestamptz not null default current_instant(),
    primary key (tenant_id, id),
    foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);
create index device_user on device (tenant_id, user_id);

-- One login on one device; its refresh tokens are one family.
create table session (
    tenant_id  uuid        not null references tenant,
    id         uuid        not null default new_id(),
    user_id    uuid        not null,
    device_id  uuid        not null,
    created_at timestamptz not null default current_instant(),
    expires_at timestamptz not null,
    ended_at   timestamptz,
    end_reason text        check (end_reason in ('LOGOUT', 'REFRESH_TOKEN_REUSED', 'LOGGED_IN_AGAIN')),
    primary key (tenant_id, id),
    foreign key (tenant_id, user_id) references app_user (tenant_id, id),
    foreign key (tenant_id, device_id) references device (tenant_id, id),
    check ((ended_at is null) = (end_reason is null))
);
create index session_of_user on session (tenant_id, user_id) where ended_at is null;
create index session_of_device on session (tenant_id, device_id) where ended_at is null;
create index session_expiry on session (expires_at);

-- Refresh tokens, spent ones too: a spent one that comes again betrays a theft. Only their SHA-256 is kept;
-- successor_salt lets the holder of the parent, and nobody else, be given the same successor once more.
create table refresh_token (
    tenant_id      uuid        not null references tenant,
    session_id     uuid        not null,
    hash           bytea       not null check (length(hash) = 32),
    issued_at      timestamptz not null default current_instant(),
    spent_at       timestamptz,
    successor_salt bytea,
    successor_hash bytea,
    primary key (tenant_id, session_id, hash),
    foreign key (tenant_id, session_id) references session (tenant_id, id) on delete cascade,
    check ((spent_at is null) = (successor_salt is null) and (spent_at is null) = (successor_hash is null))
);

-- Keys that sign access tokens. Not a tenant's: every node signs and verifies with the same ones.
create table signing_key (
    id          text        not null primary key,
    algorithm   text        not null check (algorithm = 'RS256'),
    private_key bytea       not null,
    public_key  bytea       not null,
    created_at  timestamptz not null,
    signs_from  timestamptz not null
);

call secure_tenant_table('tenant');
call secure_tenant_table('org_unit');
call secure_tenant_table('org_unit_ancestry');
call secure_tenant_table('app_user');
call secure_tenant_table('device');
call secure_tenant_table('session');
call secure_tenant_table('refresh_token');

grant select, insert, update on tenant, org_unit, app_user, device, session, refresh_token to revisit_app;
grant select, insert, delete on org_unit_ancestry to revisit_app;
grant select, insert, delete on signing_key to revisit_app;

-- Login comes before the tenant is known: this is the one narrow way to find it.
create policy gate_reads on app_user for select to revisit_gate using (true);
grant select on app_user to revisit_gate;

create function find_login(wanted_email text)
    returns table (tenant_id uuid, user_id uuid, password_hash text)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select u.tenant_id, u.id, u.password_hash from app_user u where u.email = wanted_email and u.active
$$;

-- Removes what nobody may use any more, for all tenants, at most 5000 at once; a job calls it until nothing is left.
create policy gate_purges on session to revisit_gate using (true);
create policy gate_purges on refresh_token to revisit_gate using (true);
grant select, delete on session, refresh_token to revisit_gate;

create function purge_sessions(expired_before timestamptz) returns bigint
    language sql security definer set search_path = pg_catalog, public, pg_temp
as $$
    with old as (select tenant_id, id from session where expires_at < expired_before limit 5000),
         purged as (delete from session s using old where s.tenant_id = old.tenant_id and s.id = old.id returning 1)
    select count(*) from purged
$$;
