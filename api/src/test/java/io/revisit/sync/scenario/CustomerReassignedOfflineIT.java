package io.revisit.sync.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.Edit;
import io.revisit.testing.Phone;
import io.revisit.testing.PushTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A customer is given to somebody else while the phone that works on it is offline. */
class CustomerReassignedOfflineIT extends PushTest {

    private void giveAway(Records records) {
        UUID outsider = company.user(Persona.OUTSIDER);
        sql.run("update visit_task set assignee_id = ? where id = ?", outsider, records.task());
        sql.run("update customer set owner_id = ? where id = ?", outsider, records.customer());
    }

    @Test
    void acceptsTheVisitThatWasMadeBeforeAndMarksItLate() {
        String cursor = syncedPhone(Persona.REP).cursor();
        giveAway(company.own);
        UUID visit = UUID.randomUUID();

        Verdict verdict = pushOne(
                Persona.REP,
                Edit.visit(
                                visit,
                                company.own.customer(),
                                "taskId",
                                company.own.task().toString())
                        .seen(cursor));

        assertThat(verdict.status()).as("%s", verdict.json()).isEqualTo("APPLIED");
        assertThat(verdict.json().get("late").booleanValue()).isTrue();
        assertThat(verdict.json().get("record").isNull()).isTrue();
        assertThat(sql.text("select late::text from visit where id = ?", visit)).isEqualTo("true");
        Phone heir = syncedPhone(Persona.OUTSIDER);
        assertThat(heir.find("Visit", visit).get("late").booleanValue()).isTrue();
    }

    @Test
    void acceptsAnEditOfTheCustomerToo() {
        String cursor = syncedPhone(Persona.REP).cursor();
        long base = version("customer", company.own.customer());
        giveAway(company.own);

        Verdict verdict = pushOne(
                Persona.REP,
                Edit.update("Customer", company.own.customer(), "phone", "555")
                        .on(base)
                        .seen(cursor));

        assertThat(verdict.status()).isEqualTo("MERGED");
        assertThat(verdict.has("late")).isTrue();
        assertThat(sql.text("select phone from customer where id = ?", company.own.customer()))
                .isEqualTo("555");
    }

    @Test
    void refusesWhatWasDoneAfterThePhoneKnew() {
        Phone phone = syncedPhone(Persona.REP);
        giveAway(company.own);
        phone.pull();

        Verdict verdict = pushOne(
                Persona.REP,
                Edit.visit(UUID.randomUUID(), company.own.customer()).seen(phone.cursor()));

        assertThat(verdict.status()).isEqualTo("REJECTED");
        assertThat(verdict.error()).isEqualTo("NOT_FOUND customerId");
    }

    @Test
    void refusesWhatItsAuthorNeverHadAndKeepsItWhole() {
        String cursor = syncedPhone(Persona.REP).cursor();
        UUID visit = UUID.randomUUID();

        Verdict verdict = pushOne(
                Persona.REP, Edit.visit(visit, company.outsiders.customer()).seen(cursor));

        assertThat(verdict.status()).isEqualTo("REJECTED");
        assertThat(sql.text("select payload #>> '{fields,summary}' from sync_issue where id = ?", verdict.issueId()))
                .isEqualTo("Spoke about summer");
    }

    @Test
    void takesACursorOfSomebodyElseForNothing() {
        String cursor = syncedPhone(Persona.OUTSIDER).cursor();

        Verdict verdict = pushOne(
                Persona.REP,
                Edit.visit(UUID.randomUUID(), company.outsiders.customer()).seen(cursor));

        assertThat(verdict.status()).isEqualTo("REJECTED");
    }

    @Test
    void neverOverridesNorShowsWhatTheHeirDid() {
        String cursor = syncedPhone(Persona.REP).cursor();
        UUID customer = company.own.customer();
        long base = version("customer", customer);
        giveAway(company.own);
        sql.run("update customer set phone = '+86 777' where id = ?", customer);

        Verdict verdict = pushOne(
                Persona.REP,
                Edit.update("Customer", customer, "phone", "555").on(base).seen(cursor));

        assertThat(verdict.status()).isEqualTo("CONFLICT");
        assertThat(sql.text("select phone from customer where id = ?", customer))
                .isEqualTo("+86 777");
        assertThat(sql.text("select conflicts from sync_issue where id = ?", verdict.issueId()))
                .contains("555")
                .doesNotContain("777");
    }

    @Test
    void tellsNothingOfWhatItsAuthorNeverSaw() {
        UUID visit = company.outsiders.visit();

        Verdict edit = pushOne(Persona.REP, Edit.update("Visit", visit, "summary", "Mine"));
        sql.run("update visit set deleted_at = now() where id = ?", visit);
        Verdict afterwards = pushOne(Persona.REP, Edit.update("Visit", visit, "summary", "Mine"));

        assertThat(edit.error()).isEqualTo("NOT_FOUND id");
        assertThat(afterwards.error()).isEqualTo("NOT_FOUND id");
        assertThat(sql.texts("select conflicts from sync_issue where tenant_id = ?", company.tenantId()))
                .containsOnly("[]");
    }
}
