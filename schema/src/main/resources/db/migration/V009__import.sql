-- What an import and the first start need besides: lines that are brought in again may change, and somebody who
-- knows no tenant may ask whether there is one.

grant update on order_line to revisit_app;

create policy gate_reads on tenant for select to revisit_gate using (true);
grant select on tenant to revisit_gate;

create function has_tenant() returns boolean
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select exists (select from tenant)
$$;

grant create on schema public to revisit_gate;
alter function has_tenant() owner to revisit_gate;
revoke create on schema public from revisit_gate;
revoke all on function has_tenant() from public;
grant execute on function has_tenant() to revisit_app;
