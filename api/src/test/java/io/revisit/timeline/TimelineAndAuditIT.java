package io.revisit.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.GraphQl.Answer;
import io.revisit.testing.Mutation;
import io.revisit.testing.MutationApiTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every change lands in the timeline and in the audit: who, when, old and new; and nothing else does. */
class TimelineAndAuditIT extends MutationApiTest {
    private static final String TIMELINE =
            """
            query ($id: ID!) { customer(id: $id) { timeline(first: 1) { totalCount nodes {
              kind occurredAt recordedAt actor { id } subjectType subjectId text changes { field old new } } } } }
            """;
    private static final String AUDIT =
            """
            query ($id: ID!) { auditEntries(entityId: $id) { totalCount nodes {
              entityType action actor { id } deviceId requestId recordedAt changes { field old new } } } }
            """;

    /** The company was founded by the server's clock, which is ahead of the test's. */
    @BeforeEach
    void beginLongAgo() {
        sql.run("update interaction set occurred_at = '2026-01-01' where tenant_id = ?", company.tenantId());
        sql.run("update audit_entry set recorded_at = '2026-01-01' where tenant_id = ?", company.tenantId());
    }

    @Test
    void aChangedCustomer() {
        send(
                Persona.REP,
                Mutation.of("updateCustomer", "id", company.own.customer(), "expectedVersion", 1)
                        .with("name", "New", "address", Map.of("postalCode", "200000")));
        String changes = "name: \"OWN 贸易\" -> \"New\", postalCode: null -> \"200000\"";
        assertThat(latest()).isEqualTo("CUSTOMER_CHANGED REP Customer New [" + changes + "]");
        assertThat(audited(company.own.customer())).isEqualTo("Customer UPDATE REP [" + changes + "]");
    }

    @Test
    void aTaskFromItsCreationToItsEnd() {
        Mutation create = Mutation.of(
                "createTask", "customerId", company.own.customer(), "title", "Call", "dueAt", "2026-03-05T15:00:00Z");
        UUID task = UUID.fromString(send(Persona.REP, create).text("/id"));
        assertThat(latest()).isEqualTo("TASK_CREATED REP Task Call []");
        assertThat(audited(task)).startsWith("Task CREATE REP [assigneeId: null -> ");

        send(Persona.REP, Mutation.of("rescheduleTask", "id", task, "dueAt", "2026-03-06T15:00:00Z"));
        assertThat(latest()).startsWith("TASK_CHANGED REP Task Call [dueAt: \"2026-03-05T15:00:00+00:00\" -> ");
        send(Persona.SUPERVISOR, Mutation.of("assignTask", "id", task, "assigneeId", company.user(Persona.COLLEAGUE)));
        assertThat(latest())
                .isEqualTo("TASK_CHANGED SUPERVISOR Task Call [assigneeId: \"%s\" -> \"%s\"]"
                        .formatted(company.user(Persona.REP), company.user(Persona.COLLEAGUE)));
        send(Persona.COLLEAGUE, Mutation.of("startTask", "id", task));
        assertThat(latest()).startsWith("TASK_STARTED COLLEAGUE Task Call [");
        send(Persona.COLLEAGUE, Mutation.of("completeTask", "id", task, "note", "Sold"));
        assertThat(latest()).startsWith("TASK_DONE COLLEAGUE Task Call [").contains("closingNote: null -> \"Sold\"");
        assertThat(audited(task)).startsWith("Task UPDATE COLLEAGUE").contains("state: \"IN_PROGRESS\" -> \"DONE\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"excuseTask TASK_EXCUSED", "cancelTask TASK_CANCELLED"})
    void aTaskThatIsNotDone(String stepAndKind) {
        String[] words = stepAndKind.split(" ");
        send(Persona.SUPERVISOR, Mutation.of(words[0], "id", company.own.task(), "reason", "Holiday"));
        assertThat(latest()).startsWith(words[1] + " SUPERVISOR Task Ask about the boxes [");
        assertThat(audited(company.own.task())).contains("closingNote: null -> \"Holiday\"");
    }

    @Test
    void aVisitAndItsCorrection() {
        Mutation record = Mutation.of("recordVisit", "customerId", company.own.customer(), "channel", "PHONE")
                .with("outcome", "OBJECTIVE_MET", "summary", "Tea", "startedAt", "2026-03-02T07:00:00Z");
        UUID visit = UUID.fromString(send(Persona.REP, record).text("/id"));
        JsonNode entry = entry();
        assertThat(text(entry)).isEqualTo("VISIT_RECORDED REP Visit Tea []");
        assertThat(instant(entry, "/occurredAt")).isEqualTo("2026-03-02T07:00:00Z");
        assertThat(instant(entry, "/recordedAt")).isEqualTo("2026-03-02T08:00:00Z");
        assertThat(audited(visit)).startsWith("Visit CREATE REP [");

        send(
                Persona.SUPERVISOR,
                Mutation.of("reviseVisit", "id", visit, "expectedRevision", 1, "reason", "Typo", "summary", "Coffee"));
        String changes = "revisionReason: null -> \"Typo\", summary: \"Tea\" -> \"Coffee\"";
        assertThat(latest()).isEqualTo("VISIT_REVISED SUPERVISOR Visit Coffee [" + changes + "]");
        assertThat(audited(visit)).isEqualTo("Visit UPDATE SUPERVISOR [" + changes + "]");
    }

    @Test
    void aTicketFromOpenToClosed() {
        Mutation open =
                Mutation.of("openTicket", "customerId", company.own.customer(), "kind", "REQUEST", "subject", "Price");
        UUID ticket = UUID.fromString(send(Persona.REP, open).text("/id"));
        assertThat(latest()).isEqualTo("TICKET_OPENED REP Ticket Price []");
        Mutation update = Mutation.of("updateTicket", "id", ticket, "expectedVersion", 1, "priority", "HIGH");
        send(Persona.REP, update);
        assertThat(latest()).isEqualTo("TICKET_CHANGED REP Ticket Price [priority: \"NORMAL\" -> \"HIGH\"]");
        send(Persona.REP, update.again().with("expectedVersion", 2, "state", "RESOLVED", "resolution", "Sent"));
        assertThat(latest()).startsWith("TICKET_RESOLVED REP Ticket Price [resolution: null -> \"Sent\"");
        send(Persona.REP, update.again().with("expectedVersion", 3, "state", "CLOSED"));
        assertThat(latest()).startsWith("TICKET_CHANGED REP Ticket Price [closedAt: null -> ");
        assertThat(audited(ticket)).contains("state: \"RESOLVED\" -> \"CLOSED\"");
    }

    @Test
    void theAuditKnowsRequestDeviceAndTime() {
        send(Persona.REP, Mutation.of("startTask", "id", company.own.task()));
        JsonNode entry = audit(company.own.task());
        assertThat(entry.at("/requestId").asString()).isNotBlank();
        assertThat(entry.at("/deviceId").asString())
                .isEqualTo(company.user(Persona.REP).toString());
        assertThat(instant(entry, "/recordedAt")).isEqualTo("2026-03-02T08:00:00Z");
    }

    @Test
    void refusedFailedAndRepeatedMutationsLeaveNoTrace() {
        Mutation rename =
                Mutation.of("updateCustomer", "id", company.own.customer(), "expectedVersion", 1, "name", "New");
        send(Persona.REP, rename);
        long traces = traces();
        send(Persona.REP, rename);
        send(Persona.REP, rename.again());
        send(Persona.QA, rename.again());
        send(Persona.REP, Mutation.of("cancelTask", "id", company.own.task(), "reason", "No"));
        // The visit is written, then its topics are refused.
        send(
                Persona.REP,
                Mutation.of("recordVisit", "customerId", company.own.customer(), "channel", "PHONE")
                        .with("outcome", "OBJECTIVE_MET", "startedAt", "2026-03-02T07:00:00Z")
                        .with("taskId", company.own.task(), "resolvedTopicIds", List.of(UUID.randomUUID())));
        sql.run(
                "create function break_down() returns trigger language plpgsql as 'begin raise exception ''broken''; end'");
        sql.run("create constraint trigger break_down after update on visit_task deferrable initially deferred"
                + " for each row execute function break_down()");
        try {
            assertThat(verdict(Persona.REP, Mutation.of("startTask", "id", company.own.task())))
                    .isEqualTo("INTERNAL_ERROR");
        } finally {
            sql.run("drop function break_down() cascade");
        }
        assertThat(traces()).isEqualTo(traces);
        assertThat(sql.text("select state from visit_task where id = ?", company.own.task()))
                .isEqualTo("READY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_entry set action = 'DELETE'",
                "delete from audit_entry",
                "truncate audit_entry",
                "insert into audit_entry (tenant_id, entity_type, entity_id, action, changes)"
                        + " values (current_tenant(), 'Task', new_id(), 'CREATE', '[]')",
                "update interaction set text = 'x'",
                "delete from interaction"
            })
    void theApplicationCannotRewriteHistory(String rewrite) throws SQLException {
        try (Connection connection = database.owner().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set role revisit_app");
            statement.execute("select set_config('app.tenant_id', '" + company.tenantId() + "', false)");
            assertThat(assertThrows(SQLException.class, () -> statement.execute(rewrite))
                            .getSQLState())
                    .isEqualTo("42501");
        }
    }

    private long traces() {
        return sql.number("select count(*) from interaction where tenant_id = ?", company.tenantId())
                + sql.number("select count(*) from audit_entry where tenant_id = ?", company.tenantId());
    }

    private JsonNode entry() {
        Answer answer = as(Persona.DIRECTOR).send(TIMELINE, Map.of("id", company.own.customer()));
        return answer.at("/customer/timeline/nodes/0");
    }

    private String latest() {
        JsonNode entry = entry();
        clock.advance(Duration.ofSeconds(1));
        return text(entry);
    }

    private String text(JsonNode entry) {
        return "%s %s %s %s %s"
                .formatted(
                        entry.at("/kind").asString(),
                        persona(entry),
                        entry.at("/subjectType").asString(),
                        entry.at("/text").asString(),
                        changes(entry));
    }

    private JsonNode audit(UUID entity) {
        return as(Persona.DIRECTOR).send(AUDIT, Map.of("id", entity)).at("/auditEntries/nodes/0");
    }

    private String audited(UUID entity) {
        JsonNode entry = audit(entity);
        return "%s %s %s %s"
                .formatted(
                        entry.at("/entityType").asString(),
                        entry.at("/action").asString(),
                        persona(entry),
                        changes(entry));
    }

    private String persona(JsonNode entry) {
        for (Persona persona : Persona.values()) {
            if (company.user(persona).toString().equals(entry.at("/actor/id").asString(""))) {
                return persona.name();
            }
        }
        return "nobody";
    }

    private static String changes(JsonNode entry) {
        return entry.at("/changes")
                .valueStream()
                .map(change -> change.at("/field").asString() + ": " + change.at("/old") + " -> " + change.at("/new"))
                .toList()
                .toString();
    }

    private static String instant(JsonNode entry, String pointer) {
        return OffsetDateTime.parse(entry.at(pointer).asString()).toInstant().toString();
    }
}
