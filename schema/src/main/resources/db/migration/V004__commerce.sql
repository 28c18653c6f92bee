-- What customers buy: products, orders with their lines, contracts. Money is minor units plus currency.

create table product (
    tenant_id        uuid        not null references tenant,
    id               uuid        not null default new_id(),
    code             text        not null check (length(code) between 1 and 64),
    name             text        not null check (length(name) between 1 and 200),
    category         text        check (length(category) between 1 and 100),
    line             text        check (length(line) between 1 and 100),
    unit_amount_minor bigint     check (unit_amount_minor >= 0),
    currency         text        not null check (currency ~ '^[A-Z]{3}$'),
    active           boolean     not null default true,
    version          int         not null default 1,
    created_at       timestamptz not null default current_instant(),
    updated_at       timestamptz not null default current_instant(),
    primary key (tenant_id, id)
);
create unique index product_code on product (tenant_id, code);
create trigger count_version before update on product for each row execute function count_version();

create table customer_order (
    tenant_id          uuid        not null references tenant,
    id                 uuid        not null default new_id(),
    number             text        not null check (length(number) between 1 and 64),
    customer_id        uuid        not null,
    salesperson_id     uuid,
    state              text        not null check (state in ('PLACED', 'SHIPPED', 'DELIVERED', 'CANCELLED')),
    ordered_at         timestamptz not null,
    required_on        date,
    shipped_on         date,
    currency           text        not null check (currency ~ '^[A-Z]{3}$'),
    total_amount_minor bigint      not null check (total_amount_minor >= 0),
    freight_amount_minor bigint    check (freight_amount_minor >= 0),
    version            int         not null default 1,
    created_at         timestamptz not null default current_instant(),
    updated_at         timestamptz not null default current_instant(),
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id),
    foreign key (tenant_id, salesperson_id) references app_user (tenant_id, id)
);
create unique index customer_order_number on customer_order (tenant_id, number);
create index customer_order_customer on customer_order (tenant_id, customer_id, ordered_at, id)
    include (total_amount_minor, currency, state);
create trigger count_version before update on customer_order for each row execute function count_version();

create table order_line (
    tenant_id             uuid    not null references tenant,
    order_id              uuid    not null,
    line_number           int     not null check (line_number > 0),
    product_id            uuid    not null,
    quantity              numeric not null check (quantity > 0),
    unit_amount_minor     bigint  not null check (unit_amount_minor >= 0),
    discount_basis_points int     not null default 0 check (discount_basis_points between 0 and 10000),
    amount_minor          bigint  not null check (amount_minor >= 0),
    primary key (tenant_id, order_id, line_number),
    foreign key (tenant_id, order_id) references customer_order (tenant_id, id) on delete cascade,
    foreign key (tenant_id, product_id) references product (tenant_id, id)
);
create index order_line_product on order_line (tenant_id, product_id);

create table contract (
    tenant_id    uuid        not null references tenant,
    id           uuid        not null default new_id(),
    number       text        not null check (length(number) between 1 and 64),
    customer_id  uuid        not null,
    title        text        not null check (length(title) between 1 and 200),
    state        text        not null check (state in ('DRAFT', 'ACTIVE', 'EXPIRED', 'TERMINATED')),
    signed_on    date,
    starts_on    date        not null,
    ends_on      date,
    currency     text        not null check (currency ~ '^[A-Z]{3}$'),
    amount_minor bigint      not null check (amount_minor >= 0),
    version      int         not null default 1,
    created_at   timestamptz not null default current_instant(),
    updated_at   timestamptz not null default current_instant(),
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id),
    check (ends_on >= starts_on)
);
create unique index contract_number on contract (tenant_id, number);
create index contract_customer on contract (tenant_id, customer_id, starts_on, id);
create trigger count_version before update on contract for each row execute function count_version();

call secure_tenant_table('product');
call secure_tenant_table('customer_order');
call secure_tenant_table('order_line');
call secure_tenant_table('contract');
grant select, insert, update on product, customer_order, contract to revisit_app;
grant select, insert, delete on order_line to revisit_app;
