-- What makes a request safe to send twice, what slows an attacker down, and the job table.

-- One row per mutation that was ever claimed; its verdict is repeated when the same mutation comes again.
create table mutation (
    tenant_id    uuid        not null references tenant,
    actor_id     uuid        not null,
    key          text        not null check (length(key) between 1 and 200),
    operation    text        not null,
    request_hash bytea       not null check (length(request_hash) = 32),
    verdict      jsonb,
    claimed_at   timestamptz not null default current_instant(),
    primary key (tenant_id, actor_id, key),
    foreign key (tenant_id, actor_id) references app_user (tenant_id, id)
);
create index mutation_claimed on mutation (claimed_at);
call secure_tenant_table('mutation');
grant select, insert, update on mutation to revisit_app;

create policy gate_purges on mutation to revisit_gate using (true);
grant select, delete on mutation to revisit_gate;

create function purge_mutations(claimed_before timestamptz) returns bigint
    language sql security definer set search_path = pg_catalog, public, pg_temp
as $$
    with old as (select tenant_id, actor_id, key from mutation where claimed_at < claimed_before limit 5000),
         purged as (delete from mutation m using old
                    where m.tenant_id = old.tenant_id and m.actor_id = old.actor_id and m.key = old.key returning 1)
    select count(*) from purged
$$;
grant create on schema public to revisit_gate;
alter function purge_mutations(timestamptz) owner to revisit_gate;
revoke create on schema public from revisit_gate;
revoke all on function purge_mutations(timestamptz) from public;
grant execute on function purge_mutations(timestamptz) to revisit_app;

-- Token buckets that all nodes share (bucket4j). Keyed by what is limited, not by tenant: login precedes it.
create table rate_limit_bucket (
    id         text   not null primary key,
    state      bytea,
    expires_at bigint
);
create index rate_limit_bucket_expiry on rate_limit_bucket (expires_at);
grant select, insert, update, delete on rate_limit_bucket to revisit_app;

-- Jobs of all nodes (db-scheduler's own table, as its documentation gives it).
create table scheduled_tasks (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    primary key (task_name, task_instance)
);
create index scheduled_tasks_execution_time on scheduled_tasks (execution_time);
create index scheduled_tasks_last_heartbeat on scheduled_tasks (last_heartbeat);
create index scheduled_tasks_priority on scheduled_tasks (priority desc, execution_time asc);
grant select, insert, update, delete on scheduled_tasks to revisit_app;
