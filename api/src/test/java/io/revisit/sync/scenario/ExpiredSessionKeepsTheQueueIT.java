package io.revisit.sync.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.identity.token.AccessTokens;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.Edit;
import io.revisit.testing.Phone;
import io.revisit.testing.Phone.Answer;
import io.revisit.testing.PushTest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The session ended while the phone was offline with a queue, and somebody logs in again on the same device. */
class ExpiredSessionKeepsTheQueueIT extends PushTest {
    @Autowired
    private AccessTokens accessTokens;

    @Test
    void letsTheSameUserGoOnAndNobodyElse() {
        UUID rep = company.user(Persona.REP);
        UUID colleague = company.user(Persona.COLLEAGUE);
        UUID visit = UUID.randomUUID();
        Map<String, @Nullable Object> queued =
                new LinkedHashMap<>(Edit.visit(visit, company.own.customer()).body());
        queued.put("author", rep.toString());
        Map<String, Object> request = request(Persona.REP, RIGHT_TIME, List.of(queued));

        clock.advance(Duration.ofDays(3));
        Answer expired = phone(Persona.REP).post("/sync/push", request);
        assertThat(expired.status()).isEqualTo(401);

        Answer another = loginOnTheDevice(colleague, rep).post("/sync/push", request);
        assertThat(another.json().at("/verdicts/0/error/code").asString()).isEqualTo("FORBIDDEN");
        assertThat(another.json().at("/verdicts/0/retry").booleanValue()).isFalse();
        assertThat(sql.number("select count(*) from visit where id = ?", visit)).isZero();

        Answer again = loginOnTheDevice(rep, rep).post("/sync/push", request);
        assertThat(again.json().at("/verdicts/0/status").asString()).isEqualTo("APPLIED");
        assertThat(sql.text("select visitor_id::text from visit where id = ?", visit))
                .isEqualTo(rep.toString());
    }

    /** A new session of a user on the rep's device. */
    private Phone loginOnTheDevice(UUID user, UUID device) {
        UUID session = UUID.randomUUID();
        sql.run(
                "insert into session (tenant_id, id, user_id, device_id, expires_at) values (?, ?, ?, ?, '2100-01-01')",
                company.tenantId(),
                session,
                user,
                device);
        return phone(Persona.REP)
                .as(accessTokens
                        .issue(company.tenantId(), user, session, device)
                        .block()
                        .value());
    }
}
