package io.revisit.identity;

import static io.revisit.identity.IdentityFixture.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.revisit.identity.IdentityFixture.People;
import io.revisit.identity.IdentityFixture.Person;
import io.revisit.identity.token.SigningKeys;
import io.revisit.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

@IdentityIntegrationTest
class SigningKeyRotationIT {
    private static final AtomicInteger RUNS = new AtomicInteger();

    @Autowired
    TestClock clock;

    @Autowired
    People people;

    @Autowired
    SigningKeys keys;

    @Autowired
    MeterRegistry meters;

    @LocalServerPort
    int port;

    private Person nancy;
    private IdentityClient phone;

    @BeforeEach
    void startWithoutKeys() {
        people.execute("delete from signing_key");
        // Later than whatever an earlier test has left in memory.
        clock.advance(Duration.ofDays(200L * RUNS.incrementAndGet()));
        nancy = people.stranger();
        phone = new IdentityClient(port);
    }

    @Test
    void makesItsFirstKeyWhenSomebodyLogsIn() {
        phone.login(nancy.email(), PASSWORD);

        assertThat(keyIds()).containsExactly(keyIdOf(phone.token));
        assertThat(phone.whoAmI()).isEqualTo(nancy.id().toString());
    }

    @Test
    void makesOneFirstKeyOnNodesThatStartTogether() {
        Mono.when(keys.rotateIfDue(), keys.rotateIfDue(), keys.rotateIfDue(), keys.rotateIfDue())
                .block();

        assertThat(keyIds()).hasSize(1);
    }

    @Test
    void logsNobodyOutByARotation() {
        String refreshToken =
                phone.login(nancy.email(), PASSWORD).path("refreshToken").asString();
        String oldKey = keyIdOf(phone.token);
        keys.rotate().block();

        assertThat(phone.whoAmI()).isEqualTo(nancy.id().toString());
        assertThat(keyIdOf(tokenOfAnotherLogin())).isEqualTo(oldKey);
        clock.advance(Duration.ofMinutes(10));
        assertThat(phone.whoAmI()).isEqualTo(nancy.id().toString());
        assertThat(keyIdOf(tokenOfAnotherLogin())).isNotEqualTo(oldKey);
        JsonNode refreshed = phone.refresh(refreshToken);
        phone.token = refreshed.path("accessToken").asString();
        assertThat(keyIdOf(phone.token)).isNotEqualTo(oldKey);
        assertThat(phone.whoAmI()).isEqualTo(nancy.id().toString());
    }

    @Test
    void rotatesAKeyAfterThirtyDaysOnly() {
        keys.rotateIfDue().block();
        clock.advance(Duration.ofDays(29));
        keys.rotateIfDue().block();
        assertThat(keyIds()).hasSize(1);

        clock.advance(Duration.ofDays(1));
        keys.rotateIfDue().block();
        assertThat(keyIds()).hasSize(2);
    }

    @Test
    void deletesAKeyAfterSixtyDaysUnlessItStillSigns() {
        keys.rotateIfDue().block();
        String first = keyIds().get(0);
        clock.advance(Duration.ofDays(61));
        keys.rotateIfDue().block();
        assertThat(keyIds()).hasSize(2).contains(first);

        clock.advance(Duration.ofDays(1));
        keys.rotateIfDue().block();
        assertThat(keyIds()).hasSize(1).doesNotContain(first);
    }

    @Test
    void looksForAnUnknownKeyThatAnotherNodeMade() {
        phone.login(nancy.email(), PASSWORD);
        String token = phone.token;
        String id = keyIdOf(token);
        people.execute("create table if not exists hidden_key as select * from signing_key limit 0");
        people.execute("insert into hidden_key select * from signing_key");
        people.execute("delete from signing_key");
        keys.rotateIfDue().block();
        phone.token = token.substring(0, token.length() - 4) + "AAAA";
        clock.advance(Duration.ofSeconds(1));
        assertThat(phone.status("/who-am-i")).isEqualTo(401);

        people.execute("insert into signing_key select * from hidden_key where id = '" + id + "'");
        people.execute("drop table hidden_key");
        clock.advance(Duration.ofMinutes(2));
        phone.token = token;
        assertThat(phone.whoAmI()).isEqualTo(nancy.id().toString());
    }

    @Test
    void doesNotAskTheDatabaseForEachKeyOfFantasy() {
        phone.login(nancy.email(), PASSWORD);
        String genuine = phone.token.substring(phone.token.indexOf('.'));
        clock.advance(Duration.ofSeconds(4));
        double before = statements();
        for (int attempt = 0; attempt < 20; attempt++) {
            String header = "{\"alg\":\"RS256\",\"kid\":\"fantasy-" + attempt + "\"}";
            phone.token = Base64.getUrlEncoder().encodeToString(header.getBytes(StandardCharsets.UTF_8)) + genuine;
            assertThat(phone.status("/who-am-i")).isEqualTo(401);
        }

        // One look, and perhaps one statement to set the connection's tenant for it.
        assertThat(statements() - before).isBetween(1.0, 2.0);
    }

    private double statements() {
        return meters.get("revisit.database.statements").counter().count();
    }

    private String tokenOfAnotherLogin() {
        IdentityClient tablet = new IdentityClient(port);
        tablet.login(nancy.email(), PASSWORD);
        return tablet.token;
    }

    private List<String> keyIds() {
        return people.select("select id from signing_key order by created_at");
    }

    private static String keyIdOf(String token) {
        String header = new String(Base64.getUrlDecoder().decode(token.split("\\.")[0]), StandardCharsets.UTF_8);
        return header.replaceFirst(".*\"kid\":\"([^\"]+)\".*", "$1");
    }
}
