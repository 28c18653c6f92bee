package io.revisit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.contract.generation.JsonSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The golden exchanges, which the server is held to elsewhere, fit the schemas that clients are given. */
class GoldenExchangesTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern NAME = Pattern.compile("\"\\$\\{([a-z]+)[^}]*}\"");

    @ParameterizedTest
    @MethodSource("files")
    void fitTheSchemas(Path file) throws IOException {
        JsonSchemas schemas = JsonSchemas.ofTheProduct();
        for (JsonNode exchange : JSON.readTree(filled(Files.readString(file))).get("exchanges")) {
            String path = exchange.get("post").stringValue();
            boolean refused = exchange.get("status").intValue() >= 400;
            String about = file.getFileName() + ": " + exchange.get("about").stringValue();
            if (!refused) {
                if (!exchange.has("malformed")) {
                    check(schemas, request(path), exchange.get("body"), about);
                }
                exchange.path("frames").forEach(frame -> check(schemas, "Frame", frame, about));
                exchange.path("frames").forEach(frame -> checkRows(schemas, frame, about));
            }
            if (exchange.has("answer")) {
                check(
                        schemas,
                        refused ? "ErrorBody" : answer(path, exchange.get("body")),
                        exchange.get("answer"),
                        about);
            }
        }
    }

    static List<Path> files() {
        List<Path> files = Sdl.files(Path.of("src/test/resources/golden"), ".json");
        assertThat(files).isNotEmpty();
        return files;
    }

    private static void checkRows(JsonSchemas schemas, JsonNode frame, String about) {
        for (JsonNode row : frame.path("rows")) {
            var record = JSON.createObjectNode();
            for (int index = 0; index < row.size(); index++) {
                record.set(frame.get("columns").get(index).stringValue(), row.get(index));
            }
            assertThat(schemas.problemsOfRecord(frame.get("collection").stringValue(), record.toString()))
                    .as(about)
                    .isEmpty();
        }
    }

    private static void check(JsonSchemas schemas, String definition, JsonNode json, String about) {
        assertThat(schemas.problemsOfMessage(definition, json.toString()))
                .as("%s, as %s", about, definition)
                .isEmpty();
    }

    private static String request(String path) {
        return switch (path) {
            case "/sync/pull" -> "PullRequest";
            case "/sync/push" -> "PushRequest";
            case "/sync/digest" -> "DigestRequest";
            default -> throw new IllegalArgumentException(path);
        };
    }

    private static String answer(String path, JsonNode request) {
        return path.equals("/sync/push")
                ? "PushResult"
                : request.has("scope") ? "DigestRepair" : request.has("collection") ? "DigestScopes" : "DigestTotals";
    }

    /** With some value of the right kind in the place of each name. */
    private static String filled(String golden) {
        return NAME.matcher(golden).replaceAll(match -> switch (match.group(1)) {
            case "version" -> "1763717400000000";
            case "cursor" -> "\"AQID\"";
            case "hash" -> "\"0123456789abcdef\"";
            case "time" -> "\"2026-11-21T09:30:00.123456+00:00\"";
            default -> "\"01900000-0000-7000-8000-000000000001\"";
        });
    }
}
