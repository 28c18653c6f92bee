-- The customer base: customers, contacts, who else may see a customer, and search.

-- Words to find a text by: Latin words whole (matched by prefix), Chinese, Japanese and Korean as single
-- characters and pairs, digits as they stand. Scripts are told apart without a blank. Accents and case do not count.
create function search_words(content text) returns text[]
    language sql immutable parallel safe
    return array(
        select distinct word
        from regexp_matches(
                 normalize(regexp_replace(lower(normalize(coalesce(content, ''), nfkd)), '[\u0300-\u036f]', '', 'g'), nfkc),
                 '[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+|(?:(?![\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])[[:alnum:]])+', 'g') as found (run),
             lateral (
                 select case when run[1] ~ '^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]' then substr(run[1], start, size)
                             else left(run[1], 60) end as word
                 from generate_series(1, case when run[1] ~ '^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]'
                                              then length(run[1]) else 1 end) as start,
                      generate_series(1, 2) as size
             ) as words
        where word <> '');

-- Each word carries its tenant, so one tenant's search never walks another's postings.
create function search_vector(tenant_id uuid, content text) returns tsvector
    language sql immutable parallel safe
    return array_to_tsvector(array(
        select right(tenant_id::text, 12) || ':' || word from unnest(search_words(content)) as word));

-- All words must occur; Latin ones as a prefix, a lone Chinese character anywhere, longer runs pair by pair.
create function search_query(tenant_id uuid, content text) returns tsquery
    language sql immutable parallel safe
as $$
    select string_agg(
               quote_literal(right(tenant_id::text, 12) || ':' || word)
                   || case when word ~ '^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]' then '' else ':*' end,
               ' & ')::tsquery
    from unnest(search_words(content)) as word
$$;

create table customer (
    tenant_id       uuid        not null references tenant,
    id              uuid        not null default new_id(),
    code            text        not null check (length(code) between 1 and 64),
    name            text        not null check (length(name) between 1 and 200),
    tier            text        not null default 'ORDINARY' check (tier in ('ORDINARY', 'KEY', 'VIP', 'STRATEGIC')),
    segment         text        check (length(segment) between 1 and 64),
    industry        text        check (length(industry) between 1 and 64),
    phone           text        check (length(phone) between 1 and 64),
    email           text        check (length(email) between 3 and 254),
    street          text        check (length(street) <= 300),
    city            text        check (length(city) <= 100),
    region          text        check (length(region) <= 100),
    postal_code     text        check (length(postal_code) <= 20),
    country_code    text        check (country_code ~ '^[A-Z]{2}$'),
    zone            text        not null,
    owner_id        uuid,
    tags            text[]      not null default '{}' check (cardinality(tags) <= 50 and every_is_text(tags, 64)),
    interests       text[]      not null default '{}' check (cardinality(interests) <= 50 and every_is_text(interests, 100)),
    attributes      jsonb       not null default '{}' check (jsonb_typeof(attributes) = 'object' and octet_length(attributes::text) <= 2 * 32768),
    next_visit_at   timestamptz,
    last_contact_at timestamptz,
    version         int         not null default 1,
    created_at      timestamptz not null default current_instant(),
    updated_at      timestamptz not null default current_instant(),
    deleted_at      timestamptz,
    search          tsvector    generated always as
                        (search_vector(tenant_id, name || ' ' || code || ' ' || coalesce(city, ''))) stored,
    primary key (tenant_id, id),
    foreign key (tenant_id, owner_id) references app_user (tenant_id, id)
);
create unique index customer_code on customer (tenant_id, code);
create index customer_name on customer (tenant_id, (name collate "zh-x-icu"), id) where deleted_at is null;
create index customer_owner_name on customer (tenant_id, owner_id, (name collate "zh-x-icu"), id) where deleted_at is null;
create index customer_next_visit on customer (tenant_id, coalesce(next_visit_at, 'infinity'), id) where deleted_at is null;
create index customer_owner_next_visit on customer (tenant_id, owner_id, coalesce(next_visit_at, 'infinity'), id) where deleted_at is null;
create index customer_last_contact on customer (tenant_id, coalesce(last_contact_at, '-infinity'), id) where deleted_at is null;
create index customer_owner_last_contact on customer (tenant_id, owner_id, coalesce(last_contact_at, '-infinity'), id) where deleted_at is null;
create index customer_search on customer using gin (search);
create trigger count_version before update on customer
    for each row execute function count_version('next_visit_at', 'last_contact_at', 'search');

create table contact (
    tenant_id   uuid        not null references tenant,
    id          uuid        not null default new_id(),
    customer_id uuid        not null,
    name        text        not null check (length(name) between 1 and 200),
    title       text        check (length(title) <= 100),
    phone       text        check (length(phone) between 1 and 64),
    email       text        check (length(email) between 3 and 254),
    main        boolean     not null default false,
    version     int         not null default 1,
    created_at  timestamptz not null default current_instant(),
    updated_at  timestamptz not null default current_instant(),
    deleted_at  timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id)
);
create index contact_customer on contact (tenant_id, customer_id, (not main), (name collate "zh-x-icu"), id) where deleted_at is null;
create unique index contact_main on contact (tenant_id, customer_id) where main and deleted_at is null;
create trigger count_version before update on contact for each row execute function count_version();

create table customer_share (
    tenant_id   uuid        not null references tenant,
    user_id     uuid        not null,
    customer_id uuid        not null,
    shared_at   timestamptz not null default current_instant(),
    primary key (tenant_id, user_id, customer_id),
    foreign key (tenant_id, user_id) references app_user (tenant_id, id),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id)
);
create index customer_share_customer on customer_share (tenant_id, customer_id);

call secure_tenant_table('customer');
call secure_tenant_table('contact');
call secure_tenant_table('customer_share');
grant select, insert, update on customer, contact to revisit_app;
grant select, insert, delete on customer_share to revisit_app;

-- Full-text match is not leakproof, so behind row-level security it could not use its index. This function is
-- the guarded way round: it applies the connection's tenant itself. Who may see which match is decided by
-- the caller's query, which joins the ids with the same predicate as every other list.
create policy gate_reads on customer for select to revisit_gate using (true);
grant select on customer to revisit_gate;

create function search_customers(content text) returns setof uuid
    language sql stable security definer set search_path = pg_catalog, public, pg_temp rows 100
as $$
    select id from customer
    where tenant_id = current_tenant() and deleted_at is null
      and search @@ search_query(current_tenant(), content)
$$;
