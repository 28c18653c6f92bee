package io.revisit.visit;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.Mutation;
import io.revisit.testing.Mutation.Outcome;
import io.revisit.testing.MutationApiTest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may correct which visit, and that nothing of what was written before is lost. */
class ReviseVisitMutationApiIT extends MutationApiTest {

    @Test
    void visitorsAndThoseWhoDirectCorrect() {
        assertThat(revise(company.own, 1).send(anonymous()).verdict()).isEqualTo("UNAUTHENTICATED");
        assertThat(verdict(Persona.OUTSIDER, revise(company.own, 1))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.REP, revise(company.own, 1))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, revise(company.shared, 1))).isEqualTo("FORBIDDEN");
        assertThat(verdict(Persona.REP, revise(company.colleagues, 1))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.REP, revise(otherCompany().own, 1))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.SUPERVISOR, revise(company.own, 2))).isEqualTo("DONE");
        assertThat(verdict(Persona.OTHER_SUPERVISOR, revise(company.own, 3))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.SUPERVISOR, revise(company.shared, 1))).isEqualTo("FORBIDDEN");
        assertThat(verdict(Persona.DIRECTOR, revise(company.own, 3))).isEqualTo("DONE");
        assertThat(verdict(Persona.DIRECTOR, revise(otherCompany().own, 1))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.ADMIN, revise(company.own, 4))).isEqualTo("DONE");
        assertThat(verdict(Persona.QA, revise(company.own, 5))).isEqualTo("FORBIDDEN");
    }

    @Test
    void whoWentOverToQaCorrectsNoVisitsOfHisOwn() {
        sql.run("update visit set visitor_id = ? where id = ?", company.user(Persona.QA), company.own.visit());
        assertThat(verdict(Persona.QA, revise(company.own, 1))).isEqualTo("FORBIDDEN");
    }

    @Test
    void aCorrectionBasedOnAnotherRevisionIsRefused() {
        Outcome stale = send(Persona.REP, revise(company.own, 7));
        assertThat(stale.verdict()).isEqualTo("CONFLICT");
        assertThat(stale.details().at("/revision").asInt()).isEqualTo(1);
    }

    @Test
    void allRevisionsStayReadableWithAuthorsAndReasons() {
        send(Persona.REP, revise(company.own, 1).with("reason", "Typing error", "summary", "Spoke about tea"));
        clock.advance(Duration.ofMinutes(1));
        Outcome third = send(
                Persona.SUPERVISOR,
                revise(company.own, 2)
                        .without("summary")
                        .with("reason", "Called back", "outcome", "NOT_REACHED", "answers", Map.of("a", 1)));
        assertThat(third.text("/revision")).isEqualTo("3");
        assertThat(third.text("/outcome")).isEqualTo("NOT_REACHED");
        assertThat(third.text("/summary")).isEqualTo("Spoke about tea");
        assertThat(revision(third, 0)).isEqualTo("3 SUPERVISOR Called back NOT_REACHED Spoke about tea {\"a\":1}");
        assertThat(revision(third, 1)).isEqualTo("2 REP Typing error OBJECTIVE_MET Spoke about tea {}");
        assertThat(revision(third, 2)).isEqualTo("1 REP null OBJECTIVE_MET Spoke about spring {}");
        assertThat(third.instant("/revisions/0/recordedAt")).isEqualTo("2026-03-02T08:01:00Z");
        assertThat(third.instant("/revisions/1/recordedAt")).isEqualTo("2026-03-02T08:00:00Z");
    }

    @Test
    void onlyWhatIsGivenChangesAndNullEmptiesTheSummary() {
        Outcome emptied = send(Persona.REP, revise(company.own, 1).with("summary", null));
        assertThat(emptied.text("/summary")).isEqualTo("null");
        assertThat(emptied.text("/outcome")).isEqualTo("OBJECTIVE_MET");
        assertThat(emptied.text("/revisions/1/summary")).isEqualTo("Spoke about spring");
    }

    @Test
    void inputHasBounds() {
        Mutation valid = revise(company.own, 1);
        assertThat(verdict(Persona.REP, valid, "reason", " ")).isEqualTo("INVALID_INPUT reason LENGTH");
        assertThat(verdict(Persona.REP, valid, "reason", "x".repeat(2001))).isEqualTo("INVALID_INPUT reason LENGTH");
        assertThat(verdict(Persona.REP, valid, "summary", "x".repeat(10_001)))
                .isEqualTo("INVALID_INPUT summary LENGTH");
        assertThat(verdict(Persona.REP, valid, "answers", "x")).isEqualTo("INVALID_INPUT answers NOT_AN_OBJECT");
        assertThat(verdict(Persona.REP, valid, "outcome", null)).isEqualTo("INVALID_INPUT outcome REQUIRED");
        assertThat(verdict(Persona.REP, valid, "id", "x")).isEqualTo("INVALID_INPUT id NOT_A_UUID");
        assertThat(verdict(Persona.REP, valid.without("summary"))).isEqualTo("INVALID_INPUT outcome REQUIRED");
        assertThat(verdict(Persona.REP, valid, "reason", "x".repeat(2000))).isEqualTo("DONE");
    }

    private String revision(Outcome visit, int index) {
        String path = "/revisions/" + index;
        String author = Arrays.stream(Persona.values())
                .filter(persona -> company.user(persona).toString().equals(visit.text(path + "/author/id")))
                .map(Persona::name)
                .findFirst()
                .orElse("nobody");
        return String.join(
                " ",
                visit.text(path + "/revision"),
                author,
                visit.text(path + "/reason"),
                visit.text(path + "/outcome"),
                visit.text(path + "/summary"),
                visit.text(path + "/answers"));
    }

    private static Mutation revise(Records customer, int revision) {
        return Mutation.of(
                "reviseVisit",
                "id",
                customer.visit(),
                "expectedRevision",
                revision,
                "reason",
                "Mixed up",
                "summary",
                "Spoke about autumn");
    }
}
