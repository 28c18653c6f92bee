-- Roles, the tenant of a connection, and what every later table leans on.
--
-- revisit_app   does the work. It owns nothing, so row-level security always applies to it.
-- revisit_gate  owns the few security-definer functions that must look across tenants or write what the
--               application may only read. Nobody logs in as it; each such function applies the tenant itself.

do $$
declare
    wanted text;
begin
    if current_setting('server_version_num')::int < 150000 then
        raise exception 'Revisit needs PostgreSQL 15 or newer, this server is %', current_setting('server_version');
    end if;
    foreach wanted in array array ['revisit_app', 'revisit_gate'] loop
        begin
            execute format('create role %I nologin', wanted);
        exception
            when duplicate_object or unique_violation then null;
        end;
        if not pg_has_role(current_user, wanted, 'member') or not (select rolsuper from pg_roles where rolname = current_user) then
            begin
                execute format('grant %I to current_user', wanted);
            exception
                when others then raise notice '%', sqlerrm;
            end;
        end if;
    end loop;
end
$$;

grant usage on schema public to revisit_app, revisit_gate;

-- The tenant that this connection (or transaction) works for; null when none was set, and then no row is visible.
create function current_tenant() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('app.tenant_id', true), '')::uuid;

-- Who acts: the user, or null for the system itself (imports, jobs).
create function current_actor() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('app.actor_id', true), '')::uuid;

-- The application's clock when a transaction has set it, else the server's.
create function current_instant() returns timestamptz
    language sql stable parallel safe
    return coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now());

-- UUID version 7: ids grow with time, so that new rows land side by side in an index.
do $$
begin
    if current_setting('server_version_num')::int >= 180000 then
        create function new_id() returns uuid language sql volatile parallel safe return uuidv7();
    else
        create function new_id() returns uuid language sql volatile parallel safe
            return encode(
                set_bit(set_bit(overlay(
                    uuid_send(gen_random_uuid())
                    placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
                    from 1 for 6), 52, 1), 53, 1),
                'hex')::uuid;
    end if;
end
$$;

-- Puts a table under row-level security: a row belongs to the connection's tenant or does not exist.
create procedure secure_tenant_table(name regclass)
    language plpgsql
as $$
declare
    tenant_column text := case when name = 'tenant'::regclass then 'id' else 'tenant_id' end;
begin
    execute format('alter table %s enable row level security', name);
    execute format('alter table %s force row level security', name);
    execute format(
        'create policy tenant_only on %s using (%I = (select current_tenant())) with check (%I = (select current_tenant()))',
        name, tenant_column, tenant_column);
end
$$;

-- Counts versions and stamps changes. Columns named as trigger arguments are derived: they do not count.
create function count_version() returns trigger
    language plpgsql
as $$
declare
    -- Without arguments tg_argv is null, and a difference with null would never show.
    derived text[] := coalesce(tg_argv, '{}');
begin
    if to_jsonb(new) - derived is distinct from to_jsonb(old) - derived then
        new.version := old.version + 1;
        new.updated_at := current_instant();
    end if;
    return new;
end
$$;

create function every_is_text(list text[], longest int) returns boolean
    language sql immutable parallel safe
    return not exists (select from unnest(list) as item where item is null or item = '' or length(item) > longest);
