package io.revisit.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.RevisitTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What is no GraphQL request at all still gets a code. */
@RevisitTest
class TransportErrorsIT {
    @LocalServerPort
    private int port;

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "{}", "{\"query\":null}", "{\"query\":\"{viewer{today}}\",\"variables\":[]}"})
    void aMalformedBodyIsABadRequest(String body) throws Exception {
        HttpResponse<String> response = post(body, "application/json");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("\"code\":\"BAD_REQUEST\"");
    }

    @Test
    void anOversizedBodyIsRefusedByItsSize() throws Exception {
        HttpResponse<String> response =
                post("{\"query\":\"{viewer{today}} #" + "x".repeat(300_000) + "\"}", "application/json");

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("\"code\":\"PAYLOAD_TOO_LARGE\"");
    }

    @Test
    void anotherMediaTypeIsRefused() throws Exception {
        HttpResponse<String> response = post("query={viewer{today}}", "application/x-www-form-urlencoded");

        assertThat(response.statusCode()).isEqualTo(415);
    }

    private HttpResponse<String> post(String body, String type) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/graphql"))
                                .header("Content-Type", type)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
