package io.revisit.sync.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Edit;
import io.revisit.testing.PushTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The answer to a push was lost, and the phone sends everything again. */
class PushRetriedAfterLostResponseIT extends PushTest {

    @Test
    void doesNothingTwiceAndRepeatsTheVerdicts() {
        Edit visit = Edit.visit(UUID.randomUUID(), company.own.customer());
        Edit refused = Edit.visit(UUID.randomUUID(), company.outsiders.customer());
        List<Verdict> first = push(Persona.REP, visit, refused);

        List<Verdict> second = push(Persona.REP, refused, visit);

        assertThat(first).extracting(Verdict::status).containsExactly("APPLIED", "REJECTED");
        assertThat(first).extracting(Verdict::replayed).containsOnly(false);
        assertThat(second).extracting(Verdict::status).containsExactly("REJECTED", "APPLIED");
        assertThat(second).extracting(Verdict::replayed).containsOnly(true);
        assertThat(second.get(0).issueId()).isEqualTo(first.get(1).issueId());
        assertThat(sql.number("select count(*) from visit where customer_id = ?", company.own.customer()))
                .isEqualTo(2);
        assertThat(sql.number("select count(*) from sync_issue where tenant_id = ?", company.tenantId()))
                .isEqualTo(1);
    }

    @Test
    void repeatsAVerdictHoweverLateItIsAskedFor() {
        Edit visit = Edit.visit(UUID.randomUUID(), company.own.customer());
        push(Persona.REP, visit);
        sql.run(
                "update sync_mutation set claimed_at = claimed_at - interval '300 days' where tenant_id = ?",
                company.tenantId());

        assertThat(pushOne(Persona.REP, visit).replayed()).isTrue();
    }

    @Test
    void rebuildsTheRecordBesideItWithTodaysRights() {
        Edit edit = Edit.update("Customer", company.own.customer(), "phone", "555")
                .on(version("customer", company.own.customer()));
        push(Persona.REP, edit);
        sql.run("update customer set phone = '777' where id = ?", company.own.customer());

        assertThat(pushOne(Persona.REP, edit).field("phone").stringValue()).isEqualTo("777");

        sql.run(
                "update visit_task set assignee_id = ? where id = ?",
                company.user(Persona.OUTSIDER),
                company.own.task());
        sql.run(
                "update customer set owner_id = ? where id = ?",
                company.user(Persona.OUTSIDER),
                company.own.customer());
        Verdict afterwards = pushOne(Persona.REP, edit);
        assertThat(afterwards.status()).isEqualTo("APPLIED");
        assertThat(afterwards.json().get("record").isNull()).isTrue();
        assertThat(afterwards.json().toString()).doesNotContain("777");
    }

    @Test
    void sendsTheSameTwiceInOneRequest() {
        Edit visit = Edit.visit(UUID.randomUUID(), company.own.customer());

        assertThat(push(Persona.REP, visit, visit.with("sequence", 0)))
                .extracting(Verdict::replayed)
                .containsExactly(false, true);
    }
}
