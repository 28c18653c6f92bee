package io.revisit.identity;

import static io.revisit.identity.IdentityFixture.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.identity.IdentityFixture.People;
import io.revisit.identity.IdentityFixture.Person;
import io.revisit.identity.throttle.AttemptLimits;
import io.revisit.testing.TestClock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@IdentityIntegrationTest
class LoginThrottlingIT {
    @Autowired
    TestClock clock;

    @Autowired
    People people;

    @Autowired
    AttemptLimits limits;

    @LocalServerPort
    int port;

    private Person nancy;
    private IdentityClient phone;

    @BeforeEach
    void meetNancy() {
        nancy = people.stranger();
        phone = new IdentityClient(port);
    }

    @Test
    void slowsOnePlaceDownThatTriesOneAccount() {
        fail(5);

        assertThrottled(phone.login(nancy.email(), PASSWORD), 30);
        assertThat(code(new IdentityClient(port).login(nancy.email(), PASSWORD)))
                .isEmpty();
        clock.advance(Duration.ofSeconds(29));
        assertThrottled(phone.login(nancy.email(), PASSWORD), 1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(code(phone.login(nancy.email(), PASSWORD))).isEmpty();
    }

    @Test
    void treatsAnAccountThatDoesNotExistLikeAnyOther() {
        String nobody = UUID.randomUUID() + "@revisit.test";
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(code(phone.login(nobody, PASSWORD))).isEqualTo("INVALID_CREDENTIALS");
        }

        assertThrottled(phone.login(nobody, PASSWORD), 30);
    }

    @Test
    void forgivesMistakesOnceThePasswordWasRight() {
        fail(4);
        assertThat(code(phone.login(nancy.email(), PASSWORD))).isEmpty();
        fail(5);

        assertThrottled(phone.login(nancy.email(), PASSWORD), 30);
    }

    @Test
    void slowsManyPlacesDownThatTryOneAccount() {
        for (int attempt = 0; attempt < 20; attempt++) {
            phone.at(IdentityClient.randomAddress());
            fail(1);
        }

        assertThrottled(phone.at(IdentityClient.randomAddress()).login(nancy.email(), PASSWORD), 10);
        clock.advance(Duration.ofSeconds(10));
        assertThat(code(phone.login(nancy.email(), PASSWORD))).isEmpty();
    }

    @Test
    void slowsOnePlaceDownThatTriesManyAccounts() {
        for (int attempt = 0; attempt < 50; attempt++) {
            assertThat(code(phone.login(UUID.randomUUID() + "@revisit.test", PASSWORD)))
                    .isEqualTo("INVALID_CREDENTIALS");
        }

        assertThrottled(phone.login(nancy.email(), PASSWORD), 1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(code(phone.login(nancy.email(), PASSWORD))).isEmpty();
    }

    @Test
    void slowsOnePlaceDownThatTriesRefreshTokens() {
        String refreshToken =
                phone.login(nancy.email(), PASSWORD).path("refreshToken").asString();
        for (int attempt = 0; attempt < 50; attempt++) {
            assertThat(code(phone.refresh("guess"))).isEqualTo("INVALID_REFRESH_TOKEN");
        }

        assertThrottled(phone.refresh(refreshToken), 1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(code(phone.refresh(refreshToken))).isEmpty();
    }

    @Test
    void deletesBucketsThatAreFullAgain() {
        fail(1);
        // Buckets expire by the clock of the machine.
        people.execute("update rate_limit_bucket set expires_at = 1");

        assertThat(limits.purgeExpired().block()).isGreaterThanOrEqualTo(3);
        assertThat(people.select("select id from rate_limit_bucket")).isEmpty();
    }

    private void fail(int attempts) {
        for (int attempt = 0; attempt < attempts; attempt++) {
            assertThat(code(phone.login(nancy.email(), "wrong"))).isEqualTo("INVALID_CREDENTIALS");
        }
    }

    private static void assertThrottled(JsonNode payload, int seconds) {
        assertThat(code(payload)).isEqualTo("TOO_MANY_ATTEMPTS");
        assertThat(payload.at("/userErrors/0/details/retryAfterSeconds").asInt())
                .isEqualTo(seconds);
    }

    private static String code(JsonNode payload) {
        return payload.at("/userErrors/0/code").asString("");
    }
}
