package io.revisit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends GraphQL over real HTTP, as whoever the token belongs to. */
public final class GraphQl {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI uri;
    private final @Nullable String token;

    private GraphQl(URI uri, @Nullable String token) {
        this.uri = uri;
        this.token = token;
    }

    public static GraphQl anonymous(int port) {
        return new GraphQl(URI.create("http://localhost:" + port + "/graphql"), null);
    }

    public GraphQl as(String accessToken) {
        return new GraphQl(uri, accessToken);
    }

    public Answer send(String document) {
        return send(document, Map.of());
    }

    public Answer send(String document, Map<String, ?> variables) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        JsonMapper.shared().writeValueAsString(Map.of("query", document, "variables", variables))));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), JsonMapper.shared().readTree(response.body()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** A document that the mobile contract holds. */
    public static String operation(String name) {
        try (var file = GraphQl.class.getResourceAsStream("/operations/" + name + ".graphql")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** An answer; paths are JSON pointers below {@code data}, for example {@code /customer/name}. */
    public record Answer(int status, JsonNode body) {

        public JsonNode at(String pointer) {
            return body.at("/data" + pointer);
        }

        /** Code of the first top-level error, null when there is none. */
        public @Nullable String errorCode() {
            JsonNode code = body.at("/errors/0/extensions/code");
            return code.isMissingNode() ? null : code.asString();
        }

        /** Code of the first refusal of a mutation, null when it was carried out. */
        public @Nullable String refusal(String mutation) {
            JsonNode code = at("/" + mutation + "/userErrors/0/code");
            return code.isMissingNode() ? null : code.asString();
        }
    }
}
