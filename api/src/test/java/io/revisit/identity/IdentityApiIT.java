package io.revisit.identity;

import static io.revisit.identity.IdentityFixture.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.identity.IdentityFixture.People;
import io.revisit.identity.IdentityFixture.Person;
import io.revisit.testing.TestClock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

@IdentityIntegrationTest
class IdentityApiIT {
    @Autowired
    TestClock clock;

    @Autowired
    People people;

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
    void letsAUserInAndRecognisesHim() {
        JsonNode login = phone.login(nancy.email(), PASSWORD);

        assertThat(login.path("userErrors")).isEmpty();
        assertThat(login.path("refreshToken").isString()).isTrue();
        assertThat(login.path("expiresAt").asString())
                .isEqualTo(clock.instant()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .plus(Duration.ofMinutes(15))
                        .toString());
        assertThat(phone.whoAmI()).isEqualTo(nancy.id().toString());
        assertThat(phone.role()).isEqualTo("REP");
    }

    @Test
    void doesNotMindCaseAndBlanksInAnAddress() {
        assertThat(phone.login("  " + nancy.email().toUpperCase(Locale.ROOT) + " ", PASSWORD)
                        .path("userErrors"))
                .isEmpty();
    }

    @Test
    void answersTheSameToAnUnknownUserAndAWrongPassword() {
        JsonNode wrong = phone.login(nancy.email(), "something else");
        JsonNode unknown = phone.login("nobody-" + nancy.email(), PASSWORD);

        assertThat(code(wrong)).isEqualTo("INVALID_CREDENTIALS");
        assertThat(unknown).isEqualTo(wrong);
        assertThat(wrong.path("accessToken").isNull()).isTrue();
        assertThat(wrong.path("refreshToken").isNull()).isTrue();
    }

    @Test
    void refusesAUserWhoHasNoPassword() {
        people.execute("update app_user set password_hash = null where id = ?", nancy.id());

        assertThat(code(phone.login(nancy.email(), "nobody"))).isEqualTo("INVALID_CREDENTIALS");
    }

    @Test
    void refusesInTheLanguageThatIsAccepted() {
        assertThat(phone.speaking("zh-CN")
                        .login(nancy.email(), "wrong")
                        .at("/userErrors/0/message")
                        .asString())
                .isEqualTo("邮箱或密码错误。");
    }

    @ParameterizedTest
    @CsvSource({
        "email, '  ', REQUIRED",
        "email, nancy, MALFORMED",
        "password, '', REQUIRED",
        "device.id, 1-1-1-1-1, MALFORMED",
        "device.name, ' ', REQUIRED",
    })
    void saysWhichInputIsWrong(String field, String value, String problem) {
        JsonNode refused = phone.login(inputWith(field, value));

        assertThat(code(refused)).isEqualTo("INVALID_INPUT");
        assertThat(String.join(
                        ".",
                        refused.at("/userErrors/0/field")
                                .valueStream()
                                .map(JsonNode::asString)
                                .toList()))
                .isEqualTo(field);
        assertThat(refused.at("/userErrors/0/details/problem").asString()).isEqualTo(problem);
    }

    @ParameterizedTest
    @CsvSource({"email, 255", "password, 201", "device.name, 101", "device.appVersion, 51"})
    void refusesInputThatIsTooLong(String field, int length) {
        JsonNode refused = phone.login(inputWith(field, "@".repeat(length)));

        assertThat(refused.at("/userErrors/0/details/problem").asString()).isEqualTo("tooLong");
    }

    @Test
    void endsTheDevicesFormerSessionWhenItLogsInAgain() {
        phone.login(nancy.email(), PASSWORD);
        String former = phone.token;
        phone.login(nancy.email(), PASSWORD);

        assertThat(phone.whoAmI()).isEqualTo(nancy.id().toString());
        phone.token = former;
        assertThat(phone.whoAmI()).isNull();
        assertThat(endReasons(nancy)).containsExactlyInAnyOrder("LOGGED_IN_AGAIN", null);
    }

    @Test
    void handsASharedDeviceOverToWhoeverLogsIn() {
        Person colleague = people.colleagueOf(nancy);
        IdentityClient samePhone = new IdentityClient(port, phone.deviceId());
        String refreshToken =
                phone.login(nancy.email(), PASSWORD).path("refreshToken").asString();
        samePhone.login(colleague.email(), PASSWORD);

        assertThat(samePhone.whoAmI()).isEqualTo(colleague.id().toString());
        assertThat(phone.whoAmI()).isNull();
        assertThat(code(phone.refresh(refreshToken))).isEqualTo("INVALID_REFRESH_TOKEN");
        assertThat(people.select("select user_id from device where id = ?::uuid", phone.deviceId()))
                .containsExactly(colleague.id().toString());
    }

    @Test
    void keepsDevicesOfTwoTenantsApartThatChoseTheSameId() {
        Person stranger = people.stranger();
        IdentityClient samePhone = new IdentityClient(port, phone.deviceId());
        phone.login(nancy.email(), PASSWORD);
        samePhone.login(stranger.email(), PASSWORD);

        assertThat(phone.whoAmI()).isEqualTo(nancy.id().toString());
        assertThat(samePhone.whoAmI()).isEqualTo(stranger.id().toString());
    }

    @Test
    void logsOutOfOneDeviceAtOnce() {
        IdentityClient tablet = new IdentityClient(port);
        String refreshToken =
                phone.login(nancy.email(), PASSWORD).path("refreshToken").asString();
        tablet.login(nancy.email(), PASSWORD);

        assertThat(phone.logout(false).at("/data/logout/endedSessions").asInt()).isEqualTo(1);
        assertThat(phone.whoAmI()).isNull();
        assertThat(code(phone.refresh(refreshToken))).isEqualTo("INVALID_REFRESH_TOKEN");
        assertThat(tablet.whoAmI()).isEqualTo(nancy.id().toString());
    }

    @Test
    void logsOutOfAllDevicesAtOnce() {
        Person colleague = people.colleagueOf(nancy);
        IdentityClient tablet = new IdentityClient(port);
        IdentityClient other = new IdentityClient(port);
        phone.login(nancy.email(), PASSWORD);
        tablet.login(nancy.email(), PASSWORD);
        other.login(colleague.email(), PASSWORD);

        assertThat(phone.logout(true).at("/data/logout/endedSessions").asInt()).isEqualTo(2);
        assertThat(phone.whoAmI()).isNull();
        assertThat(tablet.whoAmI()).isNull();
        assertThat(other.whoAmI()).isEqualTo(colleague.id().toString());
    }

    @Test
    void refusesALogoutOfNobody() {
        JsonNode answer = phone.logout(false);

        assertThat(answer.at("/errors/0/extensions/code").asString()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void treatsAnExpiredTokenAsNobodyAndStillLetsItLogIn() {
        phone.login(nancy.email(), PASSWORD);
        clock.advance(Duration.ofMinutes(16));

        assertThat(phone.whoAmI()).isNull();
        assertThat(phone.logout(false).at("/errors/0/extensions/code").asString())
                .isEqualTo("UNAUTHENTICATED");
        assertThat(phone.login(nancy.email(), PASSWORD).path("userErrors")).isEmpty();
        assertThat(phone.whoAmI()).isEqualTo(nancy.id().toString());
    }

    @Test
    void refusesATokenThatWasNeverOurs() {
        phone.token = "eyJhbGciOiJub25lIn0.e30.";

        phone.postLogout()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
                .expectBody()
                .jsonPath("$.errors[0].extensions.code")
                .isEqualTo("UNAUTHENTICATED")
                .jsonPath("$.errors[0].message")
                .isEqualTo("Please log in.");
    }

    @Test
    void tellsItsHealthToAnybody() {
        phone.token = "rubbish";

        assertThat(phone.status("/actuator/health")).isEqualTo(200);
    }

    @Test
    void forgetsADeactivatedUser() {
        String refreshToken =
                phone.login(nancy.email(), PASSWORD).path("refreshToken").asString();
        assertThat(phone.whoAmI()).isNotNull();
        people.execute("update app_user set active = false where id = ?", nancy.id());
        clock.advance(Duration.ofSeconds(31));

        assertThat(phone.whoAmI()).isNull();
        assertThat(code(phone.refresh(refreshToken))).isEqualTo("INVALID_REFRESH_TOKEN");
        assertThat(phone.login(nancy.email(), PASSWORD)).isEqualTo(phone.login("nobody-" + nancy.email(), PASSWORD));
    }

    @Test
    void noticesANewRoleWithinHalfAMinute() {
        phone.login(nancy.email(), PASSWORD);
        assertThat(phone.role()).isEqualTo("REP");
        people.execute("update app_user set role = 'SUPERVISOR' where id = ?", nancy.id());
        clock.advance(Duration.ofSeconds(31));

        assertThat(phone.role()).isEqualTo("SUPERVISOR");
    }

    private Map<String, Object> inputWith(String field, String value) {
        Map<String, Object> device =
                new HashMap<>(Map.of("id", UUID.randomUUID().toString(), "name", "Phone", "platform", "IOS"));
        Map<String, Object> input = new HashMap<>(Map.of("email", nancy.email(), "password", PASSWORD));
        input.put("device", device);
        if (field.startsWith("device.")) {
            device.put(field.substring("device.".length()), value);
        } else {
            input.put(field, value);
        }
        return input;
    }

    private List<String> endReasons(Person person) {
        return people.select("select end_reason from session where user_id = ?", person.id());
    }

    private static String code(JsonNode payload) {
        return payload.at("/userErrors/0/code").asString();
    }
}
