package io.revisit.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Edit;
import io.revisit.testing.GraphQl.Answer;
import io.revisit.testing.Mutation;
import io.revisit.testing.Phone;
import io.revisit.testing.PushTest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyncIssueApiIT extends PushTest {
    private static final String LIST =
            """
            query ($filter: SyncIssueFilter) {
              syncIssues(filter: $filter) {
                nodes { id kind code field details state note conflicts payload author { id } resolvedBy { id } }
              }
            }
            """;

    private UUID conflict() {
        UUID customer = company.own.customer();
        long base = version("customer", customer);
        verdict(
                Persona.SUPERVISOR,
                Mutation.of("updateCustomer", "id", customer.toString(), "expectedVersion", 1, "phone", "111"));
        return Objects.requireNonNull(pushOne(
                        Persona.REP,
                        Edit.update("Customer", customer, "phone", "222").on(base))
                .issueId());
    }

    private UUID rejected() {
        return Objects.requireNonNull(pushOne(Persona.REP, Edit.visit(UUID.randomUUID(), company.outsiders.customer()))
                .issueId());
    }

    private Answer list(Persona persona, Map<String, ?> filter) {
        return as(persona).send(LIST, Map.of("filter", filter));
    }

    private String phoneNumber() {
        return sql.text("select phone from customer where id = ?", company.own.customer());
    }

    @Test
    void asksAnonymousToLogIn() {
        assertThat(anonymous().send(LIST).errorCode()).isEqualTo("UNAUTHENTICATED");
    }

    @ParameterizedTest
    @EnumSource
    void showsIssuesToTheirAuthorAndThoseWhoLeadHim(Persona persona) {
        UUID issue = conflict();
        boolean sees = List.of(Persona.REP, Persona.SUPERVISOR, Persona.DIRECTOR, Persona.QA, Persona.ADMIN)
                .contains(persona);

        Answer answer = list(persona, Map.of());

        assertThat(answer.at("/syncIssues/nodes").size()).isEqualTo(sees ? 1 : 0);
        if (sees) {
            assertThat(answer.at("/syncIssues/nodes/0/id").asString()).isEqualTo(issue.toString());
            assertThat(answer.at("/syncIssues/nodes/0/kind").asString()).isEqualTo("CONFLICT");
            assertThat(answer.at("/syncIssues/nodes/0/conflicts/0/theirs").asString())
                    .isEqualTo("111");
        }
    }

    @Test
    void filters() {
        conflict();
        UUID refused = rejected();

        Answer answer = list(Persona.REP, Map.of("kinds", List.of("REJECTED"), "states", List.of("OPEN")));

        assertThat(answer.at("/syncIssues/nodes").size()).isEqualTo(1);
        assertThat(answer.at("/syncIssues/nodes/0/id").asString()).isEqualTo(refused.toString());
        assertThat(answer.at("/syncIssues/nodes/0/code").asString()).isEqualTo("NOT_FOUND");
        assertThat(answer.at("/syncIssues/nodes/0/field/0").asString()).isEqualTo("customerId");
    }

    @Test
    void reachesThePhonesOfTheAuthorAndHisSupervisor() {
        UUID issue = conflict();

        for (Persona persona : List.of(Persona.REP, Persona.SUPERVISOR)) {
            Phone phone = syncedPhone(persona);
            assertThat(phone.find("SyncIssue", issue)
                            .get("conflicts")
                            .get(0)
                            .get("mine")
                            .stringValue())
                    .isEqualTo("222");
        }
        assertThat(syncedPhone(Persona.COLLEAGUE).find("SyncIssue", issue)).isNull();
    }

    @Test
    void isSettledOnceAndLeavesEverythingAsItIs() {
        UUID issue = conflict();
        Mutation resolve = Mutation.of("resolveSyncIssue", "id", issue.toString(), "note", "Fine");

        assertThat(verdict(Persona.COLLEAGUE, resolve)).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.QA, resolve)).isEqualTo("FORBIDDEN");
        assertThat(verdict(Persona.SUPERVISOR, resolve)).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, resolve.again())).isEqualTo("INVALID_STATE");
        assertThat(phoneNumber()).isEqualTo("222");
        Answer answer = list(Persona.REP, Map.of());
        assertThat(answer.at("/syncIssues/nodes/0/state").asString()).isEqualTo("RESOLVED");
        assertThat(answer.at("/syncIssues/nodes/0/note").asString()).isEqualTo("Fine");
        assertThat(answer.at("/syncIssues/nodes/0/resolvedBy/id").asString())
                .isEqualTo(company.user(Persona.SUPERVISOR).toString());
    }

    @Test
    void bringsBackWhatLost() {
        UUID issue = conflict();
        assertThat(phoneNumber()).isEqualTo("222");

        assertThat(verdict(Persona.SUPERVISOR, Mutation.of("restoreSyncIssue", "id", issue.toString())))
                .isEqualTo("DONE");

        assertThat(phoneNumber()).isEqualTo("111");
        assertThat(sql.text("select state from sync_issue where id = ?", issue)).isEqualTo("RESTORED");
    }

    @Test
    void restoresARefusedEditByTheRightsOfWhoeverAsksForIt() {
        UUID issue = rejected();

        assertThat(verdict(Persona.REP, Mutation.of("restoreSyncIssue", "id", issue.toString())))
                .isEqualTo("NOT_FOUND customerId");
        assertThat(sql.text("select state from sync_issue where id = ?", issue)).isEqualTo("OPEN");
        assertThat(verdict(Persona.DIRECTOR, Mutation.of("restoreSyncIssue", "id", issue.toString())))
                .isEqualTo("DONE");
        assertThat(sql.number("select count(*) from visit where customer_id = ?", company.outsiders.customer()))
                .isEqualTo(2);
    }

    @Test
    void cannotBringBackWhatIsGone() {
        UUID contact = company.own.contact();
        long base = version("contact", contact);
        verdict(Persona.SUPERVISOR, Mutation.of("deleteContact", "id", contact.toString()));
        UUID issue = Objects.requireNonNull(pushOne(
                        Persona.REP,
                        Edit.update("Contact", contact, "name", "Li").on(base))
                .issueId());

        assertThat(verdict(Persona.REP, Mutation.of("restoreSyncIssue", "id", issue.toString())))
                .isEqualTo("INVALID_STATE recordId");
        assertThat(sql.number("select count(*) from sync_issue where tenant_id = ?", company.tenantId()))
                .isEqualTo(1);
    }

    @Test
    void isSettledFromAPhoneToo() {
        UUID issue = conflict();

        Verdict verdict = pushOne(
                Persona.REP,
                Edit.update("SyncIssue", issue, "state", "RESTORED", "note", "Theirs was right")
                        .on(version("sync_issue", issue)));

        assertThat(verdict.status()).as("%s", verdict.json()).isEqualTo("APPLIED");
        assertThat(verdict.field("state").stringValue()).isEqualTo("RESTORED");
        assertThat(phoneNumber()).isEqualTo("111");
    }
}
