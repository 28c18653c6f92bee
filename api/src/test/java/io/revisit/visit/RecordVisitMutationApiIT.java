package io.revisit.visit;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.Mutation;
import io.revisit.testing.Mutation.Outcome;
import io.revisit.testing.MutationApiTest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who may record which visit, what it must be like, and what it does to its task and to open topics. */
class RecordVisitMutationApiIT extends MutationApiTest {

    @Test
    void whoeverWorksRecordsVisitsToCustomersHeSees() {
        assertThat(record(company.own).send(anonymous()).verdict()).isEqualTo("UNAUTHENTICATED");
        assertThat(verdict(Persona.OUTSIDER, record(company.own))).isEqualTo("NOT_FOUND customerId");
        assertThat(verdict(Persona.REP, record(company.own))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, record(company.shared))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, record(company.colleagues))).isEqualTo("NOT_FOUND customerId");
        assertThat(verdict(Persona.REP, record(otherCompany().own))).isEqualTo("NOT_FOUND customerId");
        assertThat(verdict(Persona.SUPERVISOR, record(company.colleagues))).isEqualTo("DONE");
        assertThat(verdict(Persona.OTHER_SUPERVISOR, record(company.own))).isEqualTo("NOT_FOUND customerId");
        assertThat(verdict(Persona.DIRECTOR, record(company.outsiders))).isEqualTo("DONE");
        assertThat(verdict(Persona.DIRECTOR, record(otherCompany().own))).isEqualTo("NOT_FOUND customerId");
        assertThat(verdict(Persona.ADMIN, record(company.own))).isEqualTo("DONE");
        assertThat(verdict(Persona.QA, record(company.own))).isEqualTo("FORBIDDEN");
    }

    @Test
    void aVisitMayBeForTheViewersOwnTaskOrOneOfSomebodyBelow() {
        assertThat(verdict(Persona.REP, record(company.own).with("taskId", company.colleagues.task())))
                .isEqualTo("NOT_FOUND taskId");
        assertThat(verdict(
                        Persona.REP,
                        record(company.own).with("taskId", otherCompany().own.task())))
                .isEqualTo("NOT_FOUND taskId");
        assertThat(verdict(Persona.REP, record(company.own).with("taskId", company.shared.task())))
                .isEqualTo("INVALID_INPUT taskId NOT_OF_CUSTOMER");
        for (Persona persona : List.of(Persona.REP, Persona.SUPERVISOR)) {
            Outcome linked = send(persona, record(company.shared).with("taskId", company.shared.task()));
            assertThat(linked.verdict()).isEqualTo("DONE");
            assertThat(linked.text("/task/state")).isEqualTo("READY");
        }
        assertThat(verdict(Persona.SUPERVISOR, record(company.own).with("taskId", company.own.task())))
                .isEqualTo("DONE");
    }

    @Test
    void aVisitCompletesItsTaskUnlessNobodyWasReachedOrMoreIsToBeDone() {
        Mutation visit = record(company.own).with("taskId", company.own.task());
        Outcome notReached = send(Persona.REP, visit.again().with("outcome", "NOT_REACHED"));
        assertThat(notReached.text("/task/state")).isEqualTo("READY");
        assertThat(send(Persona.REP, visit.again().with("completesTask", false)).text("/task/state"))
                .isEqualTo("READY");
        assertThat(send(Persona.REP, visit).text("/task/state")).isEqualTo("DONE");
        Outcome late = send(Persona.REP, visit.again());
        assertThat(late.verdict()).isEqualTo("DONE");
        assertThat(late.text("/task/state")).isEqualTo("DONE");
    }

    @Test
    void aVisitLeavesATaskAloneThatWasClosedOrWaitsForSomebodyElse() {
        for (String state : List.of("PENDING", "APPROVAL", "SUBMITTED", "QA", "CANCELLED", "EXCUSED")) {
            UUID task = sql.task(company.own.customer(), company.user(Persona.REP), state);
            Outcome recorded = send(Persona.REP, record(company.own).with("taskId", task));
            assertThat(recorded.verdict()).as(state).isEqualTo("DONE");
            assertThat(recorded.text("/task/state")).isEqualTo(state);
        }
    }

    @Test
    void whoWasNotReachedToldNothing() {
        Mutation missed = record(company.own).with("outcome", "NOT_REACHED");
        assertThat(verdict(Persona.REP, missed, "csat", 5)).isEqualTo("INVALID_INPUT csat NOT_REACHED");
        assertThat(verdict(Persona.REP, missed, "nps", 0)).isEqualTo("INVALID_INPUT nps NOT_REACHED");
        assertThat(verdict(Persona.REP, missed, "topics", List.of("Tea")))
                .isEqualTo("INVALID_INPUT topics NOT_REACHED");
    }

    @Test
    void everythingThatWasToldIsKept() {
        Map<String, Object> location =
                Map.of("latitude", 31.2, "longitude", 121.5, "accuracyMeters", 12.5, "fixedAt", "2026-03-02T07:10:00Z");
        Outcome recorded = send(
                Persona.REP,
                record(company.own)
                        .with("summary", " 谈了春茶 ", "answers", Map.of("stock", List.of(1, 2)), "location", location)
                        .with("csat", 5, "nps", 0, "endedAt", "2026-03-02T07:30:00Z")
                        .with("topics", List.of("Second sample", "Invoice")));
        assertThat(recorded.text("/summary")).isEqualTo("谈了春茶");
        assertThat(recorded.text("/answers")).isEqualTo("{\"stock\":[1,2]}");
        assertThat(recorded.at("/location/accuracyMeters").asDouble()).isEqualTo(12.5);
        assertThat(recorded.instant("/location/fixedAt")).isEqualTo("2026-03-02T07:10:00Z");
        assertThat(recorded.instant("/endedAt")).isEqualTo("2026-03-02T07:30:00Z");
        assertThat(recorded.instant("/receivedAt")).isEqualTo("2026-03-02T08:00:00Z");
        assertThat(recorded.text("/csat")).isEqualTo("5");
        assertThat(recorded.text("/nps")).isEqualTo("0");
        assertThat(recorded.text("/topics/0/text")).isEqualTo("Second sample");
        assertThat(recorded.text("/topics/1/text")).isEqualTo("Invoice");
        assertThat(recorded.text("/visitor/id"))
                .isEqualTo(company.user(Persona.REP).toString());
    }

    @Test
    void earlierTopicsAreSettledIfTheyAreTheCustomers() {
        Mutation visit = record(company.own);
        assertThat(verdict(Persona.REP, visit, "resolvedTopicIds", List.of(company.shared.topic())))
                .isEqualTo("NOT_FOUND resolvedTopicIds");
        assertThat(verdict(
                        Persona.REP,
                        visit,
                        "resolvedTopicIds",
                        List.of(otherCompany().own.topic())))
                .isEqualTo("NOT_FOUND resolvedTopicIds");
        assertThat(sql.number("select count(*) from visit where customer_id = ?", company.own.customer()))
                .isEqualTo(1);
        List<UUID> twice = List.of(company.own.topic(), company.own.topic());
        assertThat(verdict(Persona.REP, visit, "resolvedTopicIds", twice)).isEqualTo("DONE");
        String settled = "select resolved_at = '2026-03-02T08:00Z' from visit_topic where id = ?";
        assertThat(sql.text(settled, company.own.topic())).isEqualTo("t");
        clock.advance(Duration.ofMinutes(1));
        assertThat(verdict(Persona.REP, visit, "resolvedTopicIds", twice)).isEqualTo("DONE");
        assertThat(sql.text(settled, company.own.topic())).isEqualTo("t");
    }

    @Test
    void textsAndListsHaveBounds() {
        Mutation valid = record(company.own);
        assertThat(verdict(Persona.REP, valid, "summary", "x".repeat(10_000))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, valid, "summary", "x".repeat(10_001)))
                .isEqualTo("INVALID_INPUT summary LENGTH");
        assertThat(verdict(Persona.REP, valid, "topics", List.of(" "))).isEqualTo("INVALID_INPUT topics LENGTH");
        assertThat(verdict(Persona.REP, valid, "topics", List.of("x".repeat(501))))
                .isEqualTo("INVALID_INPUT topics LENGTH");
        assertThat(verdict(Persona.REP, valid, "topics", Collections.nCopies(21, "x")))
                .isEqualTo("INVALID_INPUT topics TOO_MANY");
        assertThat(verdict(Persona.REP, valid, "resolvedTopicIds", List.of("x")))
                .isEqualTo("INVALID_INPUT resolvedTopicIds NOT_A_UUID");
        assertThat(verdict(Persona.REP, valid, "resolvedTopicIds", Collections.nCopies(51, company.own.topic())))
                .isEqualTo("INVALID_INPUT resolvedTopicIds TOO_MANY");
        assertThat(verdict(Persona.REP, valid, "answers", List.of(1))).isEqualTo("INVALID_INPUT answers NOT_AN_OBJECT");
        assertThat(verdict(Persona.REP, valid, "answers", Map.of("a", "x".repeat(65_536))))
                .isEqualTo("INVALID_INPUT answers TOO_LARGE");
        // PostgreSQL writes a blank after each comma and colon: what it shows is longer than what was sent.
        assertThat(verdict(Persona.REP, valid, "answers", Map.of("a", Collections.nCopies(32_000, 1))))
                .isEqualTo("DONE");
        assertThat(verdict(Persona.REP, valid, "answers", Map.of("a", Collections.nCopies(8_000, 1e300))))
                .isEqualTo("INVALID_INPUT answers TOO_LARGE");
    }

    @Test
    void timesAndPlacesHaveBounds() {
        Mutation valid = record(company.own);
        assertThat(verdict(Persona.REP, valid, "startedAt", "2026-03-02T08:05:01Z"))
                .isEqualTo("INVALID_INPUT startedAt IN_FUTURE");
        assertThat(verdict(Persona.REP, valid, "startedAt", "2026-03-02T08:05:00Z"))
                .isEqualTo("DONE");
        assertThat(verdict(Persona.REP, valid, "endedAt", "2026-03-02T06:59:59Z"))
                .isEqualTo("INVALID_INPUT endedAt BEFORE_START");
        assertThat(verdict(Persona.REP, valid, "endedAt", "2026-03-03T07:00:00Z"))
                .isEqualTo("INVALID_INPUT endedAt IN_FUTURE");
        assertThat(verdict(Persona.REP, valid, "location", Map.of("latitude", 90.1, "longitude", 0)))
                .isEqualTo("INVALID_INPUT location.latitude RANGE");
        assertThat(verdict(Persona.REP, valid, "location", Map.of("latitude", 0, "longitude", -180.1)))
                .isEqualTo("INVALID_INPUT location.longitude RANGE");
        assertThat(verdict(Persona.REP, valid, "location", Map.of("latitude", 0, "longitude", 0, "accuracyMeters", -1)))
                .isEqualTo("INVALID_INPUT location.accuracyMeters RANGE");
        assertThat(verdict(Persona.REP, valid, "csat", 0)).isEqualTo("INVALID_INPUT csat RANGE");
        assertThat(verdict(Persona.REP, valid, "csat", 6)).isEqualTo("INVALID_INPUT csat RANGE");
        assertThat(verdict(Persona.REP, valid, "nps", -1)).isEqualTo("INVALID_INPUT nps RANGE");
        assertThat(verdict(Persona.REP, valid, "nps", 11)).isEqualTo("INVALID_INPUT nps RANGE");
    }

    @Test
    void aChosenIdIsKeptUnlessSomethingElseHasIt() {
        UUID chosen = UUID.randomUUID();
        Mutation visit = record(company.own).with("id", chosen);
        assertThat(send(Persona.REP, visit).text("/id")).isEqualTo(chosen.toString());
        assertThat(verdict(Persona.REP, visit.again())).isEqualTo("ID_ALREADY_USED id");
        assertThat(verdict(Persona.REP, visit, "id", company.own.task())).isEqualTo("ID_ALREADY_USED id");
        assertThat(verdict(Persona.REP, visit, "id", otherCompany().own.visit()))
                .isEqualTo("DONE");
    }

    private static Mutation record(Records customer) {
        return Mutation.of(
                "recordVisit",
                "customerId",
                customer.customer(),
                "channel",
                "ON_SITE",
                "outcome",
                "OBJECTIVE_MET",
                "startedAt",
                "2026-03-02T07:00:00Z");
    }
}
