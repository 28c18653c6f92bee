-- Visit tasks (what should happen) and visits (what did), with every revision of a visit.

create table visit_task (
    tenant_id     uuid        not null references tenant,
    id            uuid        not null default new_id(),
    customer_id   uuid        not null,
    assignee_id   uuid        not null,
    kind          text        not null check (kind in ('FOLLOW_UP', 'CONTRACT', 'AFTER_SALES', 'SURVEY', 'TECHNICAL', 'COMPLAINT', 'OTHER')),
    title         text        not null check (length(title) between 1 and 200),
    reason        text        check (length(reason) <= 2000),
    priority      text        not null default 'NORMAL' check (priority in ('LOW', 'NORMAL', 'HIGH', 'URGENT')),
    state         text        not null default 'READY' check (state in
                      ('PENDING', 'APPROVAL', 'READY', 'IN_PROGRESS', 'SUBMITTED', 'QA', 'DONE', 'EXCUSED', 'CANCELLED')),
    earliest_at   timestamptz,
    due_at        timestamptz not null,
    latest_at     timestamptz not null,
    origin        text        not null check (origin in ('MANUAL', 'IMPORT', 'RULE')),
    closing_note  text        check (length(closing_note) <= 2000),
    created_by    uuid,
    started_at    timestamptz,
    closed_at     timestamptz,
    version       int         not null default 1,
    created_at    timestamptz not null default current_instant(),
    updated_at    timestamptz not null default current_instant(),
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id),
    foreign key (tenant_id, assignee_id) references app_user (tenant_id, id),
    foreign key (tenant_id, created_by) references app_user (tenant_id, id),
    check (earliest_at <= due_at and due_at <= latest_at),
    check ((closed_at is not null) = (state in ('DONE', 'EXCUSED', 'CANCELLED')))
);
create index visit_task_customer on visit_task (tenant_id, customer_id, due_at, id);
create index visit_task_customer_open on visit_task (tenant_id, customer_id, due_at, id) where closed_at is null;
create index visit_task_assignee on visit_task (tenant_id, assignee_id, due_at, id);
create index visit_task_assignee_open on visit_task (tenant_id, assignee_id, due_at, id)
    include (customer_id) where closed_at is null;
create index visit_task_due on visit_task (tenant_id, due_at, id);
create index visit_task_open on visit_task (tenant_id, due_at, id) where closed_at is null;
create trigger count_version before update on visit_task for each row execute function count_version();

create table visit (
    tenant_id       uuid        not null references tenant,
    id              uuid        not null default new_id(),
    customer_id     uuid        not null,
    task_id         uuid,
    visitor_id      uuid        not null,
    channel         text        not null check (channel in ('ON_SITE', 'PHONE', 'VIDEO', 'OTHER')),
    outcome         text        not null check (outcome in ('OBJECTIVE_MET', 'OBJECTIVE_NOT_MET', 'NOT_REACHED')),
    summary         text        check (length(summary) <= 10000),
    answers         jsonb       not null default '{}' check (jsonb_typeof(answers) = 'object' and octet_length(answers::text) <= 2 * 65536),
    form_version_id uuid,
    started_at      timestamptz not null,
    ended_at        timestamptz,
    device_time     timestamptz,
    sent_time       timestamptz,
    received_time   timestamptz not null default current_instant(),
    latitude        double precision check (latitude between -90 and 90),
    longitude       double precision check (longitude between -180 and 180),
    accuracy_meters double precision check (accuracy_meters >= 0),
    fixed_at        timestamptz,
    revision        int         not null default 1,
    revision_reason text        check (length(revision_reason) <= 2000),
    created_at      timestamptz not null default current_instant(),
    updated_at      timestamptz not null default current_instant(),
    deleted_at      timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id),
    foreign key (tenant_id, task_id) references visit_task (tenant_id, id),
    foreign key (tenant_id, visitor_id) references app_user (tenant_id, id),
    check (ended_at >= started_at),
    check ((latitude is null) = (longitude is null))
);
create index visit_customer on visit (tenant_id, customer_id, started_at, id) where deleted_at is null;
create index visit_task_id on visit (tenant_id, task_id) where task_id is not null;
create index visit_visitor on visit (tenant_id, visitor_id, started_at, id) where deleted_at is null;

-- A submitted visit is never overwritten: each change is a further revision, and all of them stay.
create table visit_revision (
    tenant_id   uuid        not null references tenant,
    visit_id    uuid        not null,
    revision    int         not null,
    author_id   uuid,
    reason      text,
    outcome     text        not null,
    summary     text,
    answers     jsonb       not null,
    recorded_at timestamptz not null,
    primary key (tenant_id, visit_id, revision),
    foreign key (tenant_id, visit_id) references visit (tenant_id, id),
    foreign key (tenant_id, author_id) references app_user (tenant_id, id)
);

create function number_visit_revision() returns trigger
    language plpgsql
as $$
begin
    new.revision := old.revision + 1;
    new.updated_at := current_instant();
    return new;
end
$$;
create trigger number_revision before update of outcome, summary, answers on visit
    for each row execute function number_visit_revision();

create function keep_visit_revision() returns trigger
    language plpgsql
as $$
begin
    insert into visit_revision (tenant_id, visit_id, revision, author_id, reason, outcome, summary, answers, recorded_at)
    values (new.tenant_id, new.id, new.revision, coalesce(current_actor(), new.visitor_id), new.revision_reason,
            new.outcome, new.summary, new.answers, current_instant());
    return null;
end
$$;
create trigger keep_first_revision after insert on visit
    for each row execute function keep_visit_revision();
create trigger keep_revision after update on visit
    for each row when (new.revision <> old.revision) execute function keep_visit_revision();

-- What the customer raised during a visit; open until somebody settles it.
create table visit_topic (
    tenant_id   uuid        not null references tenant,
    id          uuid        not null default new_id(),
    visit_id    uuid        not null,
    customer_id uuid        not null,
    text        text        not null check (length(text) between 1 and 500),
    raised_at   timestamptz not null,
    resolved_at timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, visit_id) references visit (tenant_id, id),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id)
);
create index visit_topic_visit on visit_topic (tenant_id, visit_id, raised_at, id);
create index visit_topic_unresolved on visit_topic (tenant_id, customer_id, raised_at, id) where resolved_at is null;

create table survey_answer (
    tenant_id   uuid        not null references tenant,
    id          uuid        not null default new_id(),
    customer_id uuid        not null,
    visit_id    uuid,
    metric      text        not null check (metric in ('CSAT', 'NPS')),
    score       smallint    not null,
    answered_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id),
    foreign key (tenant_id, visit_id) references visit (tenant_id, id),
    check (case metric when 'CSAT' then score between 1 and 5 else score between 0 and 10 end)
);
create index survey_answer_customer on survey_answer (tenant_id, customer_id, metric, answered_at, id) include (score);
create index survey_answer_visit on survey_answer (tenant_id, visit_id) where visit_id is not null;

-- The next visit of a customer is the due date of the first open task, whatever opened or closed it.
create function keep_next_visit() returns trigger
    language plpgsql
as $$
begin
    -- Whoever changes other tasks of the same customer at this moment waits here, and then counts ours too.
    perform from customer c
    where c.tenant_id = current_tenant() and c.id in (select customer_id from changed_tasks)
    order by c.id for no key update;
    update customer c
    set next_visit_at = next.due_at
    from (select changed.id,
                 (select min(t.due_at) from visit_task t
                  where t.tenant_id = changed.tenant_id and t.customer_id = changed.id and t.closed_at is null) as due_at
          from (select distinct tenant_id, customer_id as id from changed_tasks) as changed) as next
    where c.tenant_id = current_tenant() and c.id = next.id and c.next_visit_at is distinct from next.due_at;
    return null;
end
$$;
create trigger keep_next_visit_of_new after insert on visit_task
    referencing new table as changed_tasks for each statement execute function keep_next_visit();
create trigger keep_next_visit after update on visit_task
    referencing new table as changed_tasks for each statement execute function keep_next_visit();

call secure_tenant_table('visit_task');
call secure_tenant_table('visit');
call secure_tenant_table('visit_revision');
call secure_tenant_table('visit_topic');
call secure_tenant_table('survey_answer');
grant select, insert, update on visit_task, visit, visit_topic, survey_answer to revisit_app;
grant select, insert on visit_revision to revisit_app;

create table attachment (
    tenant_id    uuid        not null references tenant,
    id           uuid        not null default new_id(),
    customer_id  uuid        not null,
    visit_id     uuid,
    ticket_id    uuid,
    file_name    text        not null check (length(file_name) between 1 and 255),
    media_type   text        not null check (length(media_type) <= 127),
    byte_count   bigint      not null check (byte_count >= 0),
    sha256       text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
    state        text        not null default 'PENDING' check (state in ('PENDING', 'STORED')),
    created_by   uuid,
    version      int         not null default 1,
    created_at   timestamptz not null default current_instant(),
    updated_at   timestamptz not null default current_instant(),
    deleted_at   timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id),
    foreign key (tenant_id, visit_id) references visit (tenant_id, id),
    foreign key (tenant_id, ticket_id) references service_ticket (tenant_id, id),
    foreign key (tenant_id, created_by) references app_user (tenant_id, id)
);
create index attachment_customer on attachment (tenant_id, customer_id, created_at, id) where deleted_at is null;
create index attachment_visit on attachment (tenant_id, visit_id) where visit_id is not null;
create index attachment_ticket on attachment (tenant_id, ticket_id) where ticket_id is not null;
create trigger count_version before update on attachment for each row execute function count_version();
call secure_tenant_table('attachment');
grant select, insert, update on attachment to revisit_app;
