create table human (
    tenant_id   uuid  not null references tenant,
    id          uuid  not null,
    passport_id text  not null,
    first_name  text  not null,
    last_name   text  not null,
    age         int   check (age between 0 and 150),
    attachments jsonb not null default '[]',
    primary key (tenant_id, id)
);
call secure_tenant_table('human');
grant select, insert, update, delete on human to revisit_app;
call sync_table('human', 'Human', '{tenant_id}', true);
