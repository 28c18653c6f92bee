package io.revisit.sync.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Edit;
import io.revisit.testing.Mutation;
import io.revisit.testing.PushTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two people change the same record, one of them offline. */
class LosingEditIsKeptIT extends PushTest {
    private UUID customer;
    private long base;

    @BeforeEach
    void lookAtTheCustomer() {
        customer = company.own.customer();
        base = version("customer", customer);
    }

    private void others(String field, Object value) {
        int version = (int) sql.number("select version from customer where id = ?", customer);
        assertThat(verdict(
                        Persona.SUPERVISOR,
                        Mutation.of(
                                "updateCustomer", "id", customer.toString(), "expectedVersion", version, field, value)))
                .isEqualTo("DONE");
    }

    private JsonNode conflict(Verdict verdict) {
        return JsonMapper.shared()
                .readTree(sql.text("select conflicts from sync_issue where id = ?", verdict.issueId()))
                .get(0);
    }

    @Test
    void mergesDifferentFieldsSilently() {
        others("phone", "111");

        Verdict verdict = pushOne(
                Persona.REP,
                Edit.update("Customer", customer, "email", "a@b.test").on(base));

        assertThat(verdict.status()).isEqualTo("MERGED");
        assertThat(verdict.field("phone").stringValue()).isEqualTo("111");
        assertThat(verdict.field("email").stringValue()).isEqualTo("a@b.test");
        assertThat(verdict.issueId()).isNull();
    }

    @Test
    void letsThePhoneWinWhereTheFieldSaysSoAndKeepsTheOther() {
        others("phone", "111");

        Verdict verdict = pushOne(
                Persona.REP, Edit.update("Customer", customer, "phone", "222").on(base));

        assertThat(verdict.status()).isEqualTo("CONFLICT");
        assertThat(verdict.field("phone").stringValue()).isEqualTo("222");
        JsonNode conflict = conflict(verdict);
        assertThat(conflict.get("field").stringValue()).isEqualTo("phone");
        assertThat(conflict.get("base").isNull()).isTrue();
        assertThat(conflict.get("mine").stringValue()).isEqualTo("222");
        assertThat(conflict.get("theirs").stringValue()).isEqualTo("111");
        assertThat(conflict.get("theirsBy").stringValue())
                .isEqualTo(company.user(Persona.SUPERVISOR).toString());
        assertThat(conflict.get("theirsAt").stringValue()).isEqualTo(RIGHT_TIME);
        assertThat(conflict.get("winner").stringValue()).isEqualTo("MINE");
    }

    @Test
    void leavesTheServersValueWhereTheFieldSaysSoAndKeepsThePhones() {
        UUID task = company.own.task();
        long seen = version("visit_task", task);
        verdict(
                Persona.SUPERVISOR,
                Mutation.of("rescheduleTask", "id", task.toString(), "dueAt", "2026-03-09T15:00:00Z"));

        Verdict verdict = pushOne(
                Persona.REP,
                Edit.update("Task", task, "dueAt", "2026-03-04T15:00:00Z").on(seen));

        assertThat(verdict.status()).isEqualTo("CONFLICT");
        assertThat(verdict.field("dueAt").stringValue()).startsWith("2026-03-09T15:00:00");
        JsonNode conflict = conflict(verdict);
        assertThat(conflict.get("base").stringValue()).isEqualTo("2026-03-02T15:00:00Z");
        assertThat(conflict.get("mine").stringValue()).isEqualTo("2026-03-04T15:00:00Z");
        assertThat(conflict.get("winner").stringValue()).isEqualTo("THEIRS");
    }

    @Test
    void asksAPersonAboutAVisit() {
        UUID visit = company.own.visit();
        long seen = version("visit", visit);
        verdict(
                Persona.SUPERVISOR,
                Mutation.of(
                        "reviseVisit",
                        "id",
                        visit.toString(),
                        "expectedRevision",
                        1,
                        "reason",
                        "R",
                        "summary",
                        "Theirs"));

        Verdict verdict = pushOne(
                Persona.REP, Edit.update("Visit", visit, "summary", "Mine").on(seen));

        assertThat(verdict.status()).isEqualTo("CONFLICT");
        assertThat(verdict.field("summary").stringValue()).isEqualTo("Theirs");
        assertThat(conflict(verdict).get("winner").stringValue()).isEqualTo("NOBODY");
    }

    @Test
    void neverCallsItAConflictWithItsOwnEarlierEdits() {
        assertThat(push(
                        Persona.REP,
                        Edit.update("Customer", customer, "phone", "1").on(base),
                        Edit.update("Customer", customer, "phone", "2").on(base),
                        Edit.update("Customer", customer, "phone", "3").on(base)))
                .extracting(Verdict::status)
                .containsOnly("APPLIED");
        UUID contact = UUID.randomUUID();
        assertThat(push(
                        Persona.REP,
                        Edit.create("Contact", contact, "customerId", customer.toString(), "name", "Li"),
                        Edit.update("Contact", contact, "name", "Li Na")))
                .extracting(Verdict::status)
                .containsOnly("APPLIED");
    }

    @Test
    void agreesWhenBothChangedToTheSame() {
        others("phone", "111");

        Verdict verdict = pushOne(
                Persona.REP, Edit.update("Customer", customer, "phone", "111").on(base));

        assertThat(verdict.status()).isEqualTo("MERGED");
        assertThat(verdict.issueId()).isNull();
    }

    @Test
    void takesAnUnknownBaseForAConflictOfAllThatDiffers() {
        sql.run("update customer set phone = '111' where id = ?", customer);

        Verdict verdict = pushOne(Persona.REP, Edit.update("Customer", customer, "phone", "222"));

        assertThat(verdict.status()).isEqualTo("CONFLICT");
        assertThat(conflict(verdict).get("theirs").stringValue()).isEqualTo("111");
    }

    @Test
    void parksTheEditOfADeletedRecord() {
        UUID contact = company.own.contact();
        long seen = version("contact", contact);
        verdict(Persona.SUPERVISOR, Mutation.of("deleteContact", "id", contact.toString()));

        Verdict verdict = pushOne(
                Persona.REP, Edit.update("Contact", contact, "name", "Li").on(seen));

        assertThat(verdict.status()).isEqualTo("CONFLICT");
        assertThat(verdict.json().get("record").isNull()).isTrue();
        assertThat(sql.text("select kind from sync_issue where id = ?", verdict.issueId()))
                .isEqualTo("EDIT_OF_DELETED");
        assertThat(pushOne(Persona.REP, Edit.delete("Contact", contact).on(seen))
                        .status())
                .isEqualTo("APPLIED");
    }

    @Test
    void letsADeletionWinAndKeepsTheEdits() {
        UUID contact = company.own.contact();
        long seen = version("contact", contact);
        verdict(
                Persona.SUPERVISOR,
                Mutation.of("updateContact", "id", contact.toString(), "expectedVersion", 1, "title", "Buyer"));

        Verdict verdict = pushOne(Persona.REP, Edit.delete("Contact", contact).on(seen));

        assertThat(verdict.status()).isEqualTo("CONFLICT");
        assertThat(conflict(verdict).get("theirs").stringValue()).isEqualTo("Buyer");
        assertThat(sql.text("select deleted_at is not null from contact where id = ?", contact))
                .isEqualTo("t");
    }
}
