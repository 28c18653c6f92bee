package io.revisit.demo;

import io.revisit.demo.Contracts.Contract;
import io.revisit.demo.ReportingTree.Unit;
import io.revisit.demo.Tasks.Task;
import io.revisit.demo.Tickets.Ticket;
import io.revisit.demo.Visits.Visit;
import io.revisit.platform.database.Statements;
import io.revisit.platform.database.Transaction;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Writes what no import brings: the tenant itself and the history around its orders, one statement for each kind. */
@Repository
class DemoRepository {
    private final JsonMapper json = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private static final String NEW_ID = "select new_id() as id";

    Mono<UUID> newId(Statements statements) {
        return statements.queryOne(NEW_ID, row -> Objects.requireNonNull(row.get("id", UUID.class)));
    }

    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('revisit demo', 0))::text";

    /** Until the transaction ends no other node can look whether the demo is needed. */
    Mono<Void> lock(Transaction transaction) {
        return transaction.query(LOCK, row -> true).then();
    }

    private static final String TENANTS =
            "select has_tenant() as any_tenant, exists (select from find_login($1)) as demo_tenant";

    Mono<Presence> presence(Statements statements, String login) {
        return statements.queryOne(
                TENANTS,
                row -> new Presence(
                        Boolean.TRUE.equals(row.get("any_tenant", Boolean.class)),
                        Boolean.TRUE.equals(row.get("demo_tenant", Boolean.class))),
                login);
    }

    /** Whether there is any tenant, and whether the demo's is there. */
    record Presence(boolean anyTenant, boolean demoTenant) {}

    private static final String INSERT_TENANT =
            "insert into tenant (id, code, name, currency, zone, language) values ($1, $2, $3, $4, $5, 'en')";

    Mono<Long> insertTenant(Transaction transaction, String name) {
        return transaction.update(
                INSERT_TENANT,
                transaction.actor().tenantId(),
                Northwind.TENANT,
                name,
                Northwind.CURRENCY,
                Northwind.ZONE.getId());
    }

    private static final String INSERT_UNITS =
            """
            with input as materialized (
                select new_id() as id, given.*, row_number() over () as place
                from jsonb_to_recordset($1::jsonb) as given (name text, parent text)
            )
            insert into org_unit (tenant_id, id, parent_id, name)
            select current_tenant(), input.id, above.id, input.name
            from input left join input above on above.name = input.parent
            order by input.place
            """;

    Mono<Long> insertUnits(Transaction transaction, List<Unit> units) {
        return transaction.update(INSERT_UNITS, json.writeValueAsString(units));
    }

    private static final String SET_PASSWORDS =
            "update app_user set password_hash = $1 where tenant_id = current_tenant()";

    Mono<Long> setPasswords(Transaction transaction, String hash) {
        return transaction.update(SET_PASSWORDS, hash);
    }

    private static final String INSERT_CONTRACTS =
            """
            insert into contract (tenant_id, number, customer_id, title, state, signed_on, starts_on, ends_on,
                                  currency, amount_minor)
            select current_tenant(), given.number, c.id, given.title, given.state, given.signed_on, given.starts_on,
                   given.ends_on, t.currency, given.amount_minor
            from jsonb_to_recordset($1::jsonb) as given
                     (number text, customer text, title text, state text, signed_on date, starts_on date, ends_on date,
                      amount_minor bigint)
            join tenant t on t.id = current_tenant()
            join customer c on c.tenant_id = t.id and c.code = given.customer
            """;

    Mono<Long> insertContracts(Transaction transaction, List<Contract> contracts) {
        return transaction.update(INSERT_CONTRACTS, json.writeValueAsString(contracts));
    }

    private static final String INSERT_TICKETS =
            """
            insert into service_ticket (tenant_id, customer_id, order_id, assignee_id, kind, subject, description,
                                        priority, state, opened_at, resolution, resolved_at, closed_at)
            select o.tenant_id, c.id, o.id, u.id, 'COMPLAINT', given.subject, given.description, given.priority,
                   given.state, given.opened_at, given.resolution, given.resolved_at, given.closed_at
            from jsonb_to_recordset($1::jsonb) as given
                     (customer text, "order" text, assignee text, subject text, description text, priority text,
                      state text, opened_at timestamptz, resolution text, resolved_at timestamptz, closed_at timestamptz)
            join customer c on c.tenant_id = current_tenant() and c.code = given.customer
            join customer_order o on o.tenant_id = c.tenant_id and o.number = given."order"
            join app_user u on u.tenant_id = c.tenant_id and u.code = given.assignee
            order by given.opened_at
            """;

    Mono<Long> insertTickets(Transaction transaction, List<Ticket> tickets) {
        return transaction.update(INSERT_TICKETS, json.writeValueAsString(tickets));
    }

    private static final String INSERT_TASKS =
            """
            insert into visit_task (tenant_id, customer_id, assignee_id, kind, title, reason, priority, state,
                                    earliest_at, due_at, latest_at, origin, closing_note, closed_at, created_at)
            select c.tenant_id, c.id, u.id, given.kind, given.title, given.reason, given.priority, given.state,
                   given.earliest_at, given.due_at, given.latest_at, 'IMPORT', given.closing_note, given.closed_at,
                   least(given.earliest_at, current_instant())
            from jsonb_to_recordset($1::jsonb) as given
                     (customer text, assignee text, kind text, title text, reason text, priority text, state text,
                      earliest_at timestamptz, due_at timestamptz, latest_at timestamptz, closing_note text,
                      closed_at timestamptz)
            join customer c on c.tenant_id = current_tenant() and c.code = given.customer
            join app_user u on u.tenant_id = c.tenant_id and u.code = given.assignee
            """;

    Mono<Long> insertTasks(Transaction transaction, List<Task> tasks) {
        return transaction.update(INSERT_TASKS, json.writeValueAsString(tasks));
    }

    private static final String INSERT_VISITS =
            """
            with input as materialized (
                select given.*, new_id() as id, case when jsonb_typeof(given.task) = 'object' then new_id() end as task_id,
                       c.tenant_id, c.id as customer_id, u.id as visitor_id
                from jsonb_to_recordset($1::jsonb) as given
                         (customer text, visitor text, channel text, outcome text, summary text,
                          started_at timestamptz, ended_at timestamptz, topics jsonb, answers jsonb, task jsonb)
                join customer c on c.tenant_id = current_tenant() and c.code = given.customer
                join app_user u on u.tenant_id = c.tenant_id and u.code = given.visitor
            ), tasks as (
                insert into visit_task (tenant_id, id, customer_id, assignee_id, kind, title, reason, state,
                                        earliest_at, due_at, latest_at, origin, started_at, closed_at, created_at)
                select i.tenant_id, i.task_id, i.customer_id, i.visitor_id, 'AFTER_SALES', t.title, t.reason, 'DONE',
                       t.earliest_at, t.due_at, t.latest_at, 'IMPORT', i.started_at, i.ended_at, t.earliest_at
                from input i, jsonb_to_record(i.task) as t
                         (title text, reason text, earliest_at timestamptz, due_at timestamptz, latest_at timestamptz)
                where i.task_id is not null
            ), visits as (
                insert into visit (tenant_id, id, customer_id, task_id, visitor_id, channel, outcome, summary,
                                   started_at, ended_at, received_time)
                select tenant_id, id, customer_id, task_id, visitor_id, channel, outcome, summary,
                       started_at, ended_at, ended_at
                from input order by started_at
            ), topics as (
                insert into visit_topic (tenant_id, visit_id, customer_id, text, raised_at, resolved_at)
                select i.tenant_id, i.id, i.customer_id, t.text, t.raised_at, t.resolved_at
                from input i, jsonb_to_recordset(i.topics) as t
                         (text text, raised_at timestamptz, resolved_at timestamptz)
            )
            insert into survey_answer (tenant_id, customer_id, visit_id, metric, score, answered_at)
            select i.tenant_id, i.customer_id, i.id, a.metric, a.score, a.answered_at
            from input i, jsonb_to_recordset(i.answers) as a (metric text, score smallint, answered_at timestamptz)
            """;

    Mono<Long> insertVisits(Transaction transaction, List<Visit> visits) {
        return transaction.update(INSERT_VISITS, json.writeValueAsString(visits));
    }
}
