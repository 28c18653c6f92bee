package io.revisit.sync.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Edit;
import io.revisit.testing.PushTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Among the mutations of a queue some are refused, and some fail by our own fault. */
class OneRefusedMutationBlocksNothingIT extends PushTest {

    @Test
    void appliesAllOthers() {
        List<Verdict> verdicts = push(
                Persona.REP,
                Edit.visit(UUID.randomUUID(), company.own.customer()),
                Edit.visit(UUID.randomUUID(), company.own.customer(), "startedAt", "2026-04-01T00:00:00Z"),
                Edit.visit(UUID.randomUUID(), company.outsiders.customer()),
                Edit.visit(UUID.randomUUID(), company.shared.customer()));

        assertThat(verdicts).extracting(Verdict::status).containsExactly("APPLIED", "REJECTED", "REJECTED", "APPLIED");
        assertThat(verdicts.get(1).error()).isEqualTo("INVALID_INPUT startedAt IN_FUTURE");
    }

    @Test
    void forgetsAFaultOfOursSoThatItCanBeTriedAgain() {
        UUID broken = UUID.randomUUID();
        sql.run(
                """
                create function break_visit() returns trigger language plpgsql as $$
                begin raise exception 'broken' using errcode = 'XX000'; end $$
                """);
        sql.run(
                "create trigger broken before insert on visit for each row when (new.id = '%s') execute function break_visit()"
                        .formatted(broken));
        Edit unlucky = Edit.visit(broken, company.own.customer());
        try {
            List<Verdict> verdicts = push(Persona.REP, unlucky, Edit.visit(UUID.randomUUID(), company.own.customer()));

            assertThat(verdicts).extracting(Verdict::status).containsExactly("INTERNAL_ERROR", "APPLIED");
            assertThat(verdicts.get(0).json().get("retry").booleanValue()).isTrue();
            assertThat(verdicts.get(0).issueId()).isNull();
        } finally {
            sql.run("drop trigger broken on visit");
            sql.run("drop function break_visit()");
        }

        Verdict again = pushOne(Persona.REP, unlucky);
        assertThat(again.status()).isEqualTo("APPLIED");
        assertThat(again.replayed()).isFalse();
    }
}
