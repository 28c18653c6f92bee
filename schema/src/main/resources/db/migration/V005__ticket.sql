-- Service tickets: complaints, requests, questions and maintenance.

create table service_ticket (
    tenant_id   uuid        not null references tenant,
    id          uuid        not null default new_id(),
    number      bigint      not null check (number > 0),
    customer_id uuid        not null,
    kind        text        not null check (kind in ('COMPLAINT', 'REQUEST', 'QUESTION', 'MAINTENANCE')),
    subject     text        not null check (length(subject) between 1 and 200),
    description text        check (length(description) <= 10000),
    priority    text        not null default 'NORMAL' check (priority in ('LOW', 'NORMAL', 'HIGH', 'URGENT')),
    state       text        not null default 'OPEN' check (state in ('OPEN', 'IN_PROGRESS', 'RESOLVED', 'CLOSED')),
    opened_by   uuid,
    assignee_id uuid,
    order_id    uuid,
    resolution  text        check (length(resolution) <= 10000),
    opened_at   timestamptz not null default current_instant(),
    resolved_at timestamptz,
    closed_at   timestamptz,
    version     int         not null default 1,
    created_at  timestamptz not null default current_instant(),
    updated_at  timestamptz not null default current_instant(),
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id),
    foreign key (tenant_id, opened_by) references app_user (tenant_id, id),
    foreign key (tenant_id, assignee_id) references app_user (tenant_id, id),
    foreign key (tenant_id, order_id) references customer_order (tenant_id, id),
    check ((resolved_at is not null) = (state in ('RESOLVED', 'CLOSED'))),
    check ((closed_at is not null) = (state = 'CLOSED'))
);
create unique index service_ticket_number on service_ticket (tenant_id, number);
create index service_ticket_customer on service_ticket (tenant_id, customer_id, opened_at, id);
create index service_ticket_open on service_ticket (tenant_id, customer_id, opened_at, id)
    where state in ('OPEN', 'IN_PROGRESS');

create index service_ticket_assignee on service_ticket (tenant_id, assignee_id) include (customer_id)
    where state in ('OPEN', 'IN_PROGRESS');

-- Tickets are numbered per tenant without gaps that mean anything: people read these numbers aloud.
create table ticket_counter (
    tenant_id uuid   not null primary key references tenant,
    last      bigint not null
);

create function number_ticket() returns trigger
    language plpgsql
as $$
begin
    insert into ticket_counter as counter values (new.tenant_id, 1)
    on conflict (tenant_id) do update set last = counter.last + 1
    returning counter.last into new.number;
    return new;
end
$$;
create trigger number_ticket before insert on service_ticket
    for each row when (new.number is null) execute function number_ticket();
create trigger count_version before update on service_ticket for each row execute function count_version();

call secure_tenant_table('service_ticket');
call secure_tenant_table('ticket_counter');
grant select, insert, update on service_ticket, ticket_counter to revisit_app;
