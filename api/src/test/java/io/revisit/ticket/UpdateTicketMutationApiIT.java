package io.revisit.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.Mutation;
import io.revisit.testing.Mutation.Outcome;
import io.revisit.testing.MutationApiTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who may change which ticket, and how it moves on. */
class UpdateTicketMutationApiIT extends MutationApiTest {

    @Test
    void whoeverWorksChangesTicketsHeSees() {
        assertThat(update(company.own).send(anonymous()).verdict()).isEqualTo("UNAUTHENTICATED");
        assertThat(verdict(Persona.OUTSIDER, update(company.own))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.REP, update(company.own))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, update(company.shared))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, update(company.colleagues))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.REP, update(otherCompany().own))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.SUPERVISOR, update(company.colleagues))).isEqualTo("DONE");
        assertThat(verdict(Persona.OTHER_SUPERVISOR, update(company.own))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.DIRECTOR, update(company.outsiders))).isEqualTo("DONE");
        assertThat(verdict(Persona.DIRECTOR, update(otherCompany().own))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.ADMIN, update(company.own).with("expectedVersion", 2, "priority", "LOW")))
                .isEqualTo("DONE");
        assertThat(verdict(Persona.QA, update(company.own))).isEqualTo("FORBIDDEN");
    }

    @Test
    void aTicketMovesBetweenAllStatesButFromClosed() {
        for (String from : List.of("OPEN", "IN_PROGRESS", "RESOLVED")) {
            for (String to : List.of("OPEN", "IN_PROGRESS", "RESOLVED", "CLOSED")) {
                boolean settled = to.equals("RESOLVED") || to.equals("CLOSED");
                int version = put(from);
                Mutation move = update(company.own).with("expectedVersion", version, "state", to);
                Outcome moved = send(Persona.REP, settled ? move.with("resolution", "Sent") : move);
                assertThat(moved.verdict()).as("%s to %s", from, to).isEqualTo("DONE");
                assertThat(moved.text("/state")).isEqualTo(to);
                assertThat(moved.at("/resolvedAt").isNull()).isEqualTo(!settled);
                assertThat(moved.at("/closedAt").isNull()).isEqualTo(!to.equals("CLOSED"));
            }
        }
    }

    @Test
    void aClosedTicketStaysClosed() {
        int version = put("CLOSED");
        for (String to : List.of("OPEN", "IN_PROGRESS", "RESOLVED", "CLOSED")) {
            Mutation move = update(company.own).with("expectedVersion", version, "state", to);
            Outcome refused = send(Persona.DIRECTOR, move);
            assertThat(refused.verdict()).isEqualTo("INVALID_STATE");
            assertThat(refused.details().at("/state").asString()).isEqualTo("CLOSED");
        }
    }

    @Test
    void settlingNeedsWordsAndReopeningForgetsThem() {
        Mutation resolve = update(company.own).with("state", "RESOLVED");
        assertThat(verdict(Persona.REP, resolve)).isEqualTo("INVALID_INPUT resolution REQUIRED");
        Outcome resolved = send(Persona.REP, resolve.again().with("resolution", " Refunded "));
        assertThat(resolved.text("/resolution")).isEqualTo("Refunded");
        assertThat(resolved.instant("/resolvedAt")).isEqualTo("2026-03-02T08:00:00Z");
        Outcome reopened = send(Persona.REP, update(company.own).with("expectedVersion", 2, "state", "OPEN"));
        assertThat(reopened.text("/resolution")).isEqualTo("null");
        assertThat(reopened.text("/resolvedAt")).isEqualTo("null");
    }

    @Test
    void wordsOfSettlingAreNotSilentlyDroppedWhileItIsOpen() {
        assertThat(verdict(Persona.REP, update(company.own).with("resolution", "Refunded")))
                .isEqualTo("INVALID_INPUT resolution NOT_SETTLED");
    }

    @Test
    void aChangeBasedOnAnotherVersionIsRefused() {
        Outcome stale = send(Persona.REP, update(company.own).with("expectedVersion", 9));
        assertThat(stale.verdict()).isEqualTo("CONFLICT");
        assertThat(stale.details().at("/version").asInt()).isEqualTo(1);
    }

    @Test
    void onlyWhatIsGivenChanges() {
        UUID outsider = company.user(Persona.OUTSIDER);
        Outcome given = send(Persona.REP, update(company.own).with("assigneeId", outsider, "description", "Cups"));
        assertThat(given.text("/assignee/id")).isEqualTo(outsider.toString());
        assertThat(given.text("/subject")).isEqualTo("Two boxes broken");
        assertThat(given.text("/priority")).isEqualTo("HIGH");
        assertThat(given.text("/version")).isEqualTo("2");
        Outcome taken = send(
                Persona.REP, update(company.own).with("expectedVersion", 2, "assigneeId", null, "description", null));
        assertThat(taken.text("/assignee")).isEqualTo("null");
        assertThat(taken.text("/description")).isEqualTo("null");
    }

    @Test
    void inputHasBounds() {
        Mutation valid = update(company.own);
        assertThat(verdict(Persona.REP, valid, "subject", null)).isEqualTo("INVALID_INPUT subject REQUIRED");
        assertThat(verdict(Persona.REP, valid, "subject", "x".repeat(201))).isEqualTo("INVALID_INPUT subject LENGTH");
        assertThat(verdict(Persona.REP, valid, "description", "x".repeat(10_001)))
                .isEqualTo("INVALID_INPUT description LENGTH");
        assertThat(verdict(Persona.REP, valid, "priority", null)).isEqualTo("INVALID_INPUT priority REQUIRED");
        assertThat(verdict(Persona.REP, valid, "state", null)).isEqualTo("INVALID_INPUT state REQUIRED");
        assertThat(verdict(Persona.REP, valid.with("state", "RESOLVED"), "resolution", "x".repeat(10_001)))
                .isEqualTo("INVALID_INPUT resolution LENGTH");
        assertThat(verdict(Persona.REP, valid, "assigneeId", company.user(Persona.QA)))
                .isEqualTo("INVALID_INPUT assigneeId NOT_ASSIGNABLE");
        assertThat(verdict(Persona.REP, valid, "assigneeId", "x")).isEqualTo("INVALID_INPUT assigneeId NOT_A_UUID");
        assertThat(verdict(Persona.REP, valid, "id", "x")).isEqualTo("INVALID_INPUT id NOT_A_UUID");
    }

    /** Puts the ticket into a state; its version then. */
    private int put(String state) {
        return (int) sql.number(
                """
                update service_ticket
                set state = ?, subject = gen_random_uuid()::text, resolution = null,
                    resolved_at = case when ? in ('RESOLVED', 'CLOSED') then timestamptz '2026-03-01' end,
                    closed_at = case when ? = 'CLOSED' then timestamptz '2026-03-01' end
                where id = ? returning version
                """,
                state,
                state,
                state,
                company.own.ticket());
    }

    private static Mutation update(Records customer) {
        return Mutation.of("updateTicket", "id", customer.ticket(), "expectedVersion", 1, "priority", "HIGH");
    }
}
