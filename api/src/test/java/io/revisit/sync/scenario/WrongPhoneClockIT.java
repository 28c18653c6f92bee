package io.revisit.sync.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Edit;
import io.revisit.testing.PushTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The phone's clock is wrong. */
class WrongPhoneClockIT extends PushTest {
    private final UUID visit = UUID.randomUUID();

    private String column(String name) {
        return sql.text("select to_char(" + name + " at time zone 'UTC', 'HH24:MI:SS') from visit where id = ?", visit);
    }

    @Test
    void correctsWhatTheClockFilledAndKeepsWhatItSaid() {
        Edit edit = Edit.visit(visit, company.own.customer(), "startedAt", "2026-03-02T10:00:00Z")
                .with("occurredAt", "2026-03-02T10:30:00Z");

        // Three hours ahead of ours, which says eight.
        Verdict verdict = push(Persona.REP, "2026-03-02T11:00:00Z", edit).get(0);

        assertThat(verdict.status()).as("%s", verdict.json()).isEqualTo("APPLIED");
        assertThat(verdict.json().get("clockSkewSeconds").longValue()).isEqualTo(-3 * 3600);
        assertThat(column("started_at")).isEqualTo("07:00:00");
        assertThat(column("device_time")).isEqualTo("10:30:00");
        assertThat(column("sent_time")).isEqualTo("11:00:00");
        assertThat(column("received_time")).isEqualTo("08:00:00");
    }

    @Test
    void leavesTimesAloneThatTheWayExplains() {
        Verdict verdict = push(Persona.REP, "2026-03-02T07:59:15Z", Edit.visit(visit, company.own.customer()))
                .get(0);

        assertThat(verdict.has("clockSkewSeconds")).isFalse();
        assertThat(column("started_at")).isEqualTo("07:00:00");
    }
}
