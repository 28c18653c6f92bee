package io.revisit.sync.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Edit;
import io.revisit.testing.Phone.Answer;
import io.revisit.testing.PushTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An app too old to pull still has work to send. */
class OldAppStillPushesIT extends PushTest {

    @Test
    void isHeardWhateverItsVersionAndBlanksNoFieldItDoesNotKnow() {
        UUID customer = company.own.customer();
        sql.run("update customer set email = 'kept@b.test' where id = ?", customer);
        Map<String, @Nullable Object> mutation = new LinkedHashMap<>(Edit.update("Customer", customer, "phone", "555")
                .on(version("customer", customer))
                .body());
        mutation.put("author", company.user(Persona.REP).toString());
        Map<String, Object> request = new LinkedHashMap<>(request(Persona.REP, RIGHT_TIME, List.of(mutation)));
        request.put("protocol", 0);
        request.put("schema", 0);

        Answer answer = phone(Persona.REP).post("/sync/push", request);

        assertThat(answer.json().at("/verdicts/0/status").asString()).isEqualTo("APPLIED");
        assertThat(sql.text("select phone || email from customer where id = ?", customer))
                .isEqualTo("555kept@b.test");
    }
}
