package io.revisit.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Mutation;
import io.revisit.testing.MutationApiTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** When a customer is visited next and was reached last follows from tasks and visits, and is no change of the customer. */
class DerivedTimesIT extends MutationApiTest {
    private static final String BEFORE = "2026-03-02 15:00:00+00";

    @Test
    void theNextVisitFollowsTheFirstOpenTask() {
        UUID first = create("2026-03-02T10:00:00Z");
        assertThat(nextVisit()).isEqualTo("2026-03-02 10:00:00+00");
        UUID later = create("2026-03-04T10:00:00Z");
        assertThat(nextVisit()).isEqualTo("2026-03-02 10:00:00+00");
        send(Persona.REP, Mutation.of("rescheduleTask", "id", first, "dueAt", "2026-03-03T10:00:00Z"));
        assertThat(nextVisit()).isEqualTo(BEFORE);
        send(
                Persona.SUPERVISOR,
                Mutation.of("assignTask", "id", company.own.task(), "assigneeId", company.user(Persona.COLLEAGUE)));
        assertThat(nextVisit()).isEqualTo(BEFORE);
        send(Persona.SUPERVISOR, Mutation.of("completeTask", "id", company.own.task()));
        assertThat(nextVisit()).isEqualTo("2026-03-03 10:00:00+00");
        send(Persona.REP, Mutation.of("cancelTask", "id", first, "reason", "Twice"));
        assertThat(nextVisit()).isEqualTo("2026-03-04 10:00:00+00");
        send(Persona.SUPERVISOR, Mutation.of("excuseTask", "id", later, "reason", "Holiday"));
        assertThat(nextVisit()).isEqualTo("null");
    }

    @Test
    void ofTwoTasksCreatedAtOnceTheEarlierCounts() throws SQLException {
        try (Connection connection = database.owner().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select set_config('app.tenant_id', '" + company.tenantId() + "', false)");
            statement.execute(
                    "update visit_task set due_at = '2026-03-01T00:00Z' where id = '" + company.own.task() + "'");
            CompletableFuture<UUID> other = CompletableFuture.supplyAsync(() -> create("2026-03-02T10:00:00Z"));
            awaitSomebodyWaiting();
            connection.commit();
            other.join();
        }
        assertThat(nextVisit()).isEqualTo("2026-03-01 00:00:00+00");
    }

    @Test
    void theLastContactIsTheLatestVisitThatReachedTheCustomer() {
        assertThat(lastContact()).isEqualTo("2026-02-25 09:00:00+00");
        record("NOT_REACHED", "2026-03-01T09:00:00Z");
        assertThat(lastContact()).isEqualTo("2026-02-25 09:00:00+00");
        record("OBJECTIVE_NOT_MET", "2026-02-27T09:00:00Z");
        assertThat(lastContact()).isEqualTo("2026-02-27 09:00:00+00");
        record("OBJECTIVE_MET", "2026-02-26T09:00:00Z");
        assertThat(lastContact()).isEqualTo("2026-02-27 09:00:00+00");
    }

    @Test
    void theLastContactFollowsCorrections() {
        UUID visit = record("NOT_REACHED", "2026-03-01T09:00:00Z");
        Mutation correct = Mutation.of("reviseVisit", "id", visit, "expectedRevision", 1, "reason", "Called back");
        send(Persona.REP, correct.with("outcome", "OBJECTIVE_MET"));
        assertThat(lastContact()).isEqualTo("2026-03-01 09:00:00+00");
        send(Persona.REP, correct.again().with("expectedRevision", 2, "outcome", "NOT_REACHED"));
        assertThat(lastContact()).isEqualTo("2026-02-25 09:00:00+00");
    }

    @Test
    void derivedTimesAreNoChangeOfTheCustomer() {
        String entries = "select count(*) from audit_entry where entity_id = ?";
        long before = sql.number(entries, company.own.customer());
        create("2026-03-02T10:00:00Z");
        record("OBJECTIVE_MET", "2026-03-01T09:00:00Z");
        assertThat(sql.number("select version from customer where id = ?", company.own.customer()))
                .isEqualTo(1);
        assertThat(sql.number(entries, company.own.customer())).isEqualTo(before);
        assertThat(sql.number(
                        "select count(*) from interaction where kind = 'CUSTOMER_CHANGED' and customer_id = ?",
                        company.own.customer()))
                .isZero();
    }

    /** Polls the server until a session of this database waits for a lock. */
    private void awaitSomebodyWaiting() {
        String waiting =
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (sql.number(waiting) == 0) {
            assertThat(System.nanoTime()).as("nobody waits").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private UUID create(String dueAt) {
        Mutation create =
                Mutation.of("createTask", "customerId", company.own.customer(), "title", "Call", "dueAt", dueAt);
        return UUID.fromString(send(Persona.REP, create).text("/id"));
    }

    private UUID record(String outcome, String startedAt) {
        Mutation visit = Mutation.of("recordVisit", "customerId", company.own.customer(), "channel", "PHONE")
                .with("outcome", outcome, "startedAt", startedAt);
        return UUID.fromString(send(Persona.REP, visit).text("/id"));
    }

    private String nextVisit() {
        return customer("next_visit_at");
    }

    private String lastContact() {
        return customer("last_contact_at");
    }

    private String customer(String column) {
        return sql.text(
                "select " + column + " at time zone 'UTC' || '+00' from customer where id = ?", company.own.customer());
    }
}
