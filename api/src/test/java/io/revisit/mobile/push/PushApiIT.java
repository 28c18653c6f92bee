package io.revisit.mobile.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Edit;
import io.revisit.testing.Phone;
import io.revisit.testing.Phone.Answer;
import io.revisit.testing.PushTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PushApiIT extends PushTest {

    @Test
    void recordsAVisitAndAnswersWithTheRecord() {
        UUID visit = UUID.randomUUID();

        Verdict verdict = pushOne(Persona.REP, Edit.visit(visit, company.own.customer(), "topics", List.of("Prices")));

        assertThat(verdict.status()).as("%s", verdict.json()).isEqualTo("APPLIED");
        assertThat(verdict.replayed()).isFalse();
        assertThat(verdict.field("summary").stringValue()).isEqualTo("Spoke about summer");
        assertThat(verdict.json().get("syncVersion").longValue()).isEqualTo(version("visit", visit));
        assertThat(sql.texts("select text from visit_topic where visit_id = ?", visit))
                .containsExactly("Prices");
    }

    @Test
    void refusesWhoeverIsNotLoggedIn() {
        Answer answer = anonymousPhone().post("/sync/push", request(Persona.REP, RIGHT_TIME, List.of()));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.errorCode()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void refusesAnotherDevice() {
        Answer answer = phone(Persona.REP).post("/sync/push", request(Persona.COLLEAGUE, RIGHT_TIME, List.of()));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.errorCode()).isEqualTo("FORBIDDEN");
    }

    @Test
    void keepsWhatAnotherUserOfTheDeviceWroteForHim() {
        Edit edit = Edit.visit(UUID.randomUUID(), company.own.customer())
                .with("author", company.user(Persona.COLLEAGUE).toString());

        Verdict verdict = pushOne(Persona.REP, edit);

        assertThat(verdict.json().get("status").isNull()).isTrue();
        assertThat(verdict.error()).isEqualTo("FORBIDDEN author NOT_YOURS");
        assertThat(sql.number("select count(*) from sync_mutation where tenant_id = ?", company.tenantId()))
                .isZero();
    }

    @Test
    void refusesAMalformedMutationAlone() {
        Edit good = Edit.visit(UUID.randomUUID(), company.own.customer());
        Edit withoutRecord = good.again().with("recordId", null);

        List<Verdict> verdicts =
                push(Persona.REP, withoutRecord, good, good.again().with("op", "EXPLODE"));

        assertThat(verdicts).extracting(Verdict::status).containsExactly("REJECTED", "APPLIED", "REJECTED");
        assertThat(verdicts.get(0).error()).isEqualTo("INVALID_INPUT recordId REQUIRED");
        assertThat(verdicts.get(0).json().at("/error/details/position").intValue())
                .isZero();
        assertThat(verdicts.get(2).error()).isEqualTo("INVALID_INPUT op UNKNOWN_CHOICE");
        assertThat(verdicts.get(2).json().at("/error/details/position").intValue())
                .isEqualTo(2);
    }

    @Test
    void refusesWrongFieldsByTheirNameAndKeepsTheMutation() {
        UUID customer = company.own.customer();
        long base = version("customer", customer);

        List<Verdict> verdicts = push(
                Persona.REP,
                Edit.update("Customer", customer, "colour", "red").on(base),
                Edit.update("Customer", customer, "nextVisitAt", "2026-03-05T00:00:00Z")
                        .on(base),
                Edit.update("Customer", customer, "name", 5).on(base),
                Edit.update("Customer", customer, "name", null).on(base),
                Edit.update("Customer", customer, "tier", "HUGE").on(base),
                Edit.update("Customer", customer, "ownerId", "somebody").on(base),
                Edit.update("Unicorn", customer, "name", "U"),
                Edit.update("Order", company.own.order(), "number", "7"));

        assertThat(verdicts)
                .extracting(Verdict::error)
                .containsExactly(
                        "INVALID_INPUT colour UNKNOWN_FIELD",
                        "INVALID_INPUT nextVisitAt READ_ONLY",
                        "INVALID_INPUT name NOT_A_TEXT",
                        "INVALID_INPUT name REQUIRED",
                        "INVALID_INPUT tier UNKNOWN_CHOICE",
                        "INVALID_INPUT ownerId NOT_A_UUID",
                        "INVALID_INPUT collection UNKNOWN_COLLECTION",
                        "FORBIDDEN op READ_ONLY");
        assertThat(verdicts).extracting(Verdict::status).containsOnly("REJECTED");
        assertThat(verdicts).allSatisfy(verdict -> assertThat(verdict.issueId()).isNotNull());
        assertThat(sql.text(
                        "select payload ->> 'recordId' from sync_issue where id = ?",
                        verdicts.get(0).issueId()))
                .isEqualTo(customer.toString());
    }

    @Test
    void limitsHowMuchMayComeAtOnce() {
        List<Integer> many = IntStream.range(0, 501).boxed().toList();
        Answer tooMany = phone(Persona.REP).post("/sync/push", request(Persona.REP, RIGHT_TIME, many));
        assertThat(tooMany.status()).isEqualTo(413);
        assertThat(tooMany.json().at("/error/details/limit").intValue()).isEqualTo(500);

        Verdict tooLarge = pushOne(
                Persona.REP, Edit.visit(UUID.randomUUID(), company.own.customer(), "summary", "x".repeat(300_000)));
        assertThat(tooLarge.status()).isEqualTo("REJECTED");
        assertThat(tooLarge.error()).isEqualTo("PAYLOAD_TOO_LARGE mutation");

        Answer flood = phone(Persona.REP).post("/sync/push", Map.of("device", "x".repeat(9 * 1024 * 1024)));
        assertThat(flood.status()).isEqualTo(413);
        assertThat(flood.errorCode()).isEqualTo("PAYLOAD_TOO_LARGE");
    }

    @Test
    void refusesAnIdThatWasUsedForSomethingElse() {
        Edit edit = Edit.visit(UUID.randomUUID(), company.own.customer());
        push(Persona.REP, edit);

        Verdict verdict = pushOne(Persona.REP, edit.with("occurredAt", "2026-03-02T07:31:00Z"));

        assertThat(verdict.status()).isEqualTo("REJECTED");
        assertThat(verdict.error()).isEqualTo("IDEMPOTENCY_KEY_REUSED id");
        assertThat(pushOne(Persona.REP, edit).status()).isEqualTo("APPLIED");
    }

    @Test
    void appliesAGroupAsAWholeOrNotAtAll() {
        UUID task = UUID.randomUUID();
        UUID visit = UUID.randomUUID();
        Edit good = Edit.create(
                        "Task",
                        task,
                        "customerId",
                        company.own.customer().toString(),
                        "title",
                        "T",
                        "dueAt",
                        "2026-03-05T15:00:00Z")
                .group("g");
        Edit bad =
                Edit.visit(visit, company.own.customer(), "channel", "PIGEON").group("g");

        List<Verdict> refused = push(Persona.REP, good, bad);

        assertThat(refused)
                .extracting(Verdict::error)
                .containsExactly("GROUP_REFUSED group", "INVALID_INPUT channel UNKNOWN_CHOICE");
        assertThat(sql.number("select count(*) from visit_task where id = ?", task))
                .isZero();
        assertThat(push(
                        Persona.REP,
                        good.again(),
                        Edit.visit(visit, company.own.customer(), "taskId", task.toString())
                                .group("g")))
                .extracting(Verdict::status)
                .containsExactly("APPLIED", "APPLIED");
    }

    @Test
    void tellsNobodyOfAnotherCompany() {
        UUID theirs = otherCompany().own.customer();

        Verdict edit = pushOne(Persona.REP, Edit.update("Customer", theirs, "name", "Mine"));
        Verdict visit = pushOne(Persona.REP, Edit.visit(UUID.randomUUID(), theirs));

        assertThat(List.of(edit.status(), visit.status())).containsOnly("HELD");
        assertThat(edit.json().get("record").isNull()).isTrue();
    }

    private Phone anonymousPhone() {
        return phone(Persona.REP).as("");
    }
}
