package io.revisit.mobile.rxdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.NodeProgram;
import io.revisit.testing.Sql;
import io.revisit.testing.TestClock;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RxdbSessionIT extends RxdbTest {
    private static final Path SCHEMAS = Path.of("../mobile-contract/target/generated-contract/rxdb/schemas.ts");

    @Test
    void comesTogetherAfterADayOffline() {
        Records kept = company.customer("KEPT", Persona.REP);
        Records given = company.customer("GIVEN", Persona.REP);
        company.run("update visit_task set closed_at = now(), state = 'CANCELLED', closing_note = 'x' where id = '%s'"
                .formatted(given.task()));
        Map<String, Object> session = new LinkedHashMap<>();
        session.put("url", url());
        session.put("schemas", SCHEMAS.toAbsolutePath().toString());
        session.put("now", TestClock.START.toString());
        session.put("rep", person(Persona.REP));
        session.put("colleague", person(Persona.COLLEAGUE));
        session.put("supervisor", person(Persona.SUPERVISOR));
        session.put("kept", kept.customer().toString());
        session.put("given", given.customer().toString());
        session.put("task", kept.task().toString());

        String output = NodeProgram.in("rxdb")
                .run(
                        "session.mjs",
                        Map.of("REVISIT_SESSION", JsonMapper.shared().writeValueAsString(session)));

        assertThat(output).contains("converged");
        Sql sql = new Sql(database, company.tenantId());
        assertThat(sql.text(
                        "select concat_ws('|', segment, industry, phone) from customer where id = ?", kept.customer()))
                .isEqualTo("Key account|Tea trade|+86 21 1111");
        assertThat(sql.text("select (due_at at time zone 'UTC')::text from visit_task where id = ?", kept.task()))
                .isEqualTo("2026-03-02 22:00:00");
        assertThat(sql.text(
                        "select visitor_id || ' ' || late from visit where customer_id = ? and summary = 'Done before anybody told me'",
                        given.customer()))
                .isEqualTo(company.user(Persona.REP) + " true");
        // What lost is kept: the rep's time for the task, and the supervisor's number of the customer.
        assertThat(sql.texts(
                        "select collection || ' ' || (conflicts -> 0 ->> 'field') || ' ' || (conflicts -> 0 ->> 'winner') from sync_issue where record_id in (?, ?) order by 1",
                        kept.task(),
                        kept.customer()))
                .containsExactly("Customer phone MINE", "Task dueAt THEIRS");
    }

    private Map<String, String> person(Persona persona) {
        return Map.of("user", company.user(persona).toString(), "token", newPhone(persona));
    }
}
