package io.revisit.identity;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** A device at an address of its own that speaks to the server as an app does. */
final class IdentityClient {
    private static final String LOGIN =
            """
            mutation Login($input: LoginInput!) {
              login(input: $input) { accessToken refreshToken expiresAt userErrors { code field message details } }
            }
            """;
    private static final String REFRESH =
            """
            mutation Refresh($input: RefreshSessionInput!) {
              refreshSession(input: $input) {
                accessToken refreshToken expiresAt userErrors { code field message details }
              }
            }
            """;
    private static final String LOGOUT =
            """
            mutation Logout($input: LogoutInput!) { logout(input: $input) { endedSessions userErrors { code } } }
            """;

    private final WebTestClient http;
    private final String deviceId;
    private String address = randomAddress();
    private String language = "en";
    String token;

    IdentityClient(int port) {
        this(port, UUID.randomUUID().toString());
    }

    IdentityClient(int port, String deviceId) {
        this.http = WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + port)
                .responseTimeout(Duration.ofSeconds(60))
                .build();
        this.deviceId = deviceId;
    }

    IdentityClient at(String anotherAddress) {
        address = anotherAddress;
        return this;
    }

    IdentityClient speaking(String anotherLanguage) {
        language = anotherLanguage;
        return this;
    }

    String deviceId() {
        return deviceId;
    }

    static String randomAddress() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256);
    }

    JsonNode login(String email, String password) {
        return login(Map.of(
                "email",
                email,
                "password",
                password,
                "device",
                Map.of("id", deviceId, "name", "Test phone", "platform", "ANDROID", "appVersion", "1.0")));
    }

    JsonNode login(Map<String, Object> input) {
        JsonNode payload = graphql(LOGIN, input).at("/data/login");
        if (payload.path("accessToken").isString()) {
            token = payload.path("accessToken").asString();
        }
        return payload;
    }

    JsonNode refresh(String refreshToken) {
        return graphql(REFRESH, Map.of("refreshToken", refreshToken)).at("/data/refreshSession");
    }

    JsonNode logout(boolean allDevices) {
        return graphql(LOGOUT, Map.of("allDevices", allDevices));
    }

    JsonNode graphql(String document, Map<String, Object> input) {
        return post(document, input)
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    WebTestClient.ResponseSpec postLogout() {
        return post(LOGOUT, Map.of("allDevices", false));
    }

    private WebTestClient.ResponseSpec post(String document, Map<String, Object> input) {
        return http.post()
                .uri("/graphql")
                .headers(this::headers)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("query", document, "variables", Map.of("input", input)))
                .exchange();
    }

    /** Whom the server takes this client for; null for nobody. */
    String whoAmI() {
        JsonNode viewer =
                get("/who-am-i").expectBody(JsonNode.class).returnResult().getResponseBody();
        return viewer == null ? null : viewer.path("userId").asString();
    }

    String role() {
        return get("/who-am-i")
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .path("role")
                .asString();
    }

    /** The status of an answer whose body is read to its end: an unread one would keep its connection. */
    int status(String path) {
        return get(path).expectBody().returnResult().getStatus().value();
    }

    private WebTestClient.ResponseSpec get(String path) {
        return http.get().uri(path).headers(this::headers).exchange();
    }

    private void headers(HttpHeaders headers) {
        headers.set("X-Forwarded-For", address);
        headers.set(HttpHeaders.ACCEPT_LANGUAGE, language);
        if (token != null) {
            headers.setBearerAuth(token);
        }
    }
}
