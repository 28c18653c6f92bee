package io.revisit.identity;

import static io.revisit.identity.IdentityFixture.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.identity.IdentityFixture.People;
import io.revisit.identity.IdentityFixture.Person;
import io.revisit.testing.TestClock;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@IdentityIntegrationTest
class RefreshSessionApiIT {
    @Autowired
    TestClock clock;

    @Autowired
    People people;

    @LocalServerPort
    int port;

    private Person nancy;
    private IdentityClient phone;
    private String first;

    @BeforeEach
    void logNancyIn() {
        nancy = people.stranger();
        phone = new IdentityClient(port);
        first = phone.login(nancy.email(), PASSWORD).path("refreshToken").asString();
    }

    @Test
    void givesNewTokensForARefreshToken() {
        clock.advance(Duration.ofMinutes(16));
        JsonNode refreshed = phone.refresh(first);
        String second = refreshed.path("refreshToken").asString();

        assertThat(refreshed.path("userErrors")).isEmpty();
        assertThat(second).isNotEqualTo(first);
        assertThat(phone.whoAmI()).isNull();
        phone.token = refreshed.path("accessToken").asString();
        assertThat(phone.whoAmI()).isEqualTo(nancy.id().toString());
        assertThat(phone.refresh(second).path("userErrors")).isEmpty();
    }

    @Test
    void repeatsTheSuccessorWhenTheAnswerWasLost() {
        String second = refreshed(first);
        clock.advance(Duration.ofSeconds(10));
        JsonNode again = phone.refresh(first);

        assertThat(again.path("refreshToken").asString()).isEqualTo(second);
        assertThat(again.path("accessToken").isString()).isTrue();
        clock.advance(Duration.ofHours(1));
        assertThat(refreshed(second)).isNotEqualTo(second);
    }

    @Test
    void givesOneSuccessorToSimultaneousRequests() {
        Set<String> successors = IntStream.range(0, 6)
                .parallel()
                .mapToObj(request -> refreshed(first))
                .collect(Collectors.toSet());

        assertThat(successors).hasSize(1);
        assertThat(endReason()).isNull();
    }

    @Test
    void endsTheSessionWhenASpentTokenComesBackLate() {
        String second = refreshed(first);
        clock.advance(Duration.ofSeconds(11));

        assertThat(code(phone.refresh(first))).isEqualTo("INVALID_REFRESH_TOKEN");
        assertThat(endReason()).isEqualTo("REFRESH_TOKEN_REUSED");
        assertThat(code(phone.refresh(second))).isEqualTo("INVALID_REFRESH_TOKEN");
        assertThat(phone.whoAmI()).isNull();
    }

    @Test
    void endsTheSessionWhenASpentTokenComesBackAfterItsSuccessorWasSpent() {
        String third = refreshed(refreshed(first));

        assertThat(code(phone.refresh(first))).isEqualTo("INVALID_REFRESH_TOKEN");
        assertThat(endReason()).isEqualTo("REFRESH_TOKEN_REUSED");
        assertThat(code(phone.refresh(third))).isEqualTo("INVALID_REFRESH_TOKEN");
    }

    @Test
    void keepsTheSessionWhenSomebodyGuesses() {
        String guess = first.substring(0, first.indexOf('.') + 1) + "A".repeat(43);

        assertThat(code(phone.refresh(guess))).isEqualTo("INVALID_REFRESH_TOKEN");
        assertThat(code(phone.refresh("rubbish"))).isEqualTo("INVALID_REFRESH_TOKEN");
        assertThat(endReason()).isNull();
        assertThat(refreshed(first)).isNotEmpty();
    }

    @Test
    void findsNoSessionUnderAnotherTenant() {
        String foreign = phoneOf(people.stranger());
        String forged = Base64.getUrlEncoder().withoutPadding().encodeToString(mix(foreign, first))
                + first.substring(first.indexOf('.'));

        assertThat(code(phone.refresh(forged))).isEqualTo("INVALID_REFRESH_TOKEN");
        assertThat(endReason()).isNull();
    }

    @Test
    void keepsASessionAliveThatIsUsed() {
        clock.advance(Duration.ofDays(59));
        String second = refreshed(first);
        clock.advance(Duration.ofDays(59));

        assertThat(refreshed(second)).isNotEmpty();
    }

    @Test
    void forgetsASessionThatWasIdleForSixtyDays() {
        clock.advance(Duration.ofDays(60));

        assertThat(code(phone.refresh(first))).isEqualTo("INVALID_REFRESH_TOKEN");
    }

    @Test
    void storesNothingButHashes() throws Exception {
        String second = refreshed(first);

        assertThat(people.select(
                        "select encode(hash, 'hex') from refresh_token where tenant_id = ? order by issued_at, spent_at",
                        nancy.tenantId()))
                .containsExactlyInAnyOrder(sha256OfSecret(first), sha256OfSecret(second));
        assertThat(people.select("select r::text from refresh_token r where tenant_id = ?", nancy.tenantId()))
                .noneMatch(row -> row.contains(HexFormat.of().formatHex(secret(second))));
        assertThat(people.select("select password_hash from app_user where id = ?", nancy.id()))
                .allMatch(hash -> hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"));
        assertThat(people.select("select id from rate_limit_bucket"))
                .isNotEmpty()
                .noneMatch(id -> id.contains("@") || id.contains("10."));
    }

    private String phoneOf(Person person) {
        return new IdentityClient(port)
                .login(person.email(), PASSWORD)
                .path("refreshToken")
                .asString();
    }

    private static byte[] mix(String tenantOf, String sessionOf) {
        byte[] mixed = Base64.getUrlDecoder().decode(sessionOf.substring(0, 43));
        System.arraycopy(Base64.getUrlDecoder().decode(tenantOf.substring(0, 43)), 0, mixed, 0, 16);
        return mixed;
    }

    private String refreshed(String refreshToken) {
        return phone.refresh(refreshToken).path("refreshToken").asString();
    }

    private String endReason() {
        return people.select("select end_reason from session where user_id = ?", nancy.id())
                .get(0);
    }

    private static byte[] secret(String refreshToken) {
        return Base64.getUrlDecoder().decode(refreshToken.substring(refreshToken.indexOf('.') + 1));
    }

    private static String sha256OfSecret(String refreshToken) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret(refreshToken)));
    }

    private static String code(JsonNode payload) {
        return payload.at("/userErrors/0/code").asString();
    }
}
