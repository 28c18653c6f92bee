package io.revisit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.contract.collection.MergePolicy;
import io.revisit.contract.collection.SyncedField;
import io.revisit.contract.collection.SyncedType;
import io.revisit.contract.collection.SyncedTypes;
import io.revisit.contract.generation.JsonSchemas;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code PROTOCOL.md} says in tables is so. */
class ProtocolDocumentTest {
    private static String text;

    @BeforeAll
    static void read() throws IOException {
        text = Files.readString(Path.of("PROTOCOL.md"));
    }

    /** On failure, the expected rows are what to paste into the document. */
    @Test
    void listsTheCollections() {
        List<String> expected = SyncedTypes.of(Sdl.schema()).all().stream()
                .map(ProtocolDocumentTest::row)
                .toList();

        assertThat(String.join("\n", rows("<!-- collections:"))).isEqualTo(String.join("\n", expected));
    }

    @Test
    void listsTheErrors() {
        assertThat(rows("<!-- errors:").stream().map(row -> row.split("`", -1)[1]))
                .containsAll(Arrays.stream(ErrorCode.values()).map(Enum::name).toList());
    }

    @Test
    void namesItsVersion() {
        assertThat(text.lines().findFirst()).contains("# The sync protocol, version " + ProtocolVersion.CURRENT);
        assertThat(rows("<!-- history -->")).last().asString().startsWith("| " + ProtocolVersion.CURRENT + " |");
    }

    @Test
    void givesTrueVectorsOfDigests() throws GeneralSecurityException {
        List<MatchResult> vectors = Pattern.compile(
                        "\\| (none|(?:that, and )?`([0-9a-f-]{36})` at version `(\\d+)`) \\| `([0-9a-f]{16})` \\|")
                .matcher(text)
                .results()
                .toList();
        assertThat(vectors).hasSize(4);
        long hash = 0;
        for (MatchResult vector : vectors) {
            if (vector.group(2) != null) {
                byte[] digest = MessageDigest.getInstance("SHA-256")
                        .digest((vector.group(2) + ":" + vector.group(3)).getBytes(StandardCharsets.UTF_8));
                hash ^= ByteBuffer.wrap(digest).getLong();
            }
            assertThat(vector.group(4)).isEqualTo("%016x".formatted(hash));
        }
    }

    @Test
    void givesRequestsThatFitTheirSchema() throws IOException {
        JsonSchemas schemas = JsonSchemas.ofTheProduct();
        List<String> examples = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(match -> match.group(1)
                        .replace("<uuid>", "01900000-0000-7000-8000-000000000001")
                        .replace("\"serverTime\": \"…\"", "\"serverTime\": \"2026-11-21T09:31:00Z\""))
                .toList();

        assertThat(examples).hasSize(3);
        assertThat(schemas.problemsOfMessage("PullRequest", examples.get(0))).isEmpty();
        assertThat(schemas.problemsOfMessage("PushRequest", examples.get(1))).isEmpty();
        assertThat(schemas.problemsOfMessage("PushResult", examples.get(2))).isEmpty();
    }

    private static String row(SyncedType type) {
        Map<MergePolicy, Long> counts = new EnumMap<>(
                type.fields().stream().collect(Collectors.groupingBy(SyncedField::merge, Collectors.counting())));
        MergePolicy usual = counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        String merge = type.fields().stream()
                .filter(field -> field.merge() != usual)
                .map(field -> "; `%s` %s".formatted(field.name(), field.merge()))
                .collect(Collectors.joining("", usual.name(), ""));
        return "| `%s` | %s | %d | %s | %s | %s |"
                .formatted(
                        type.name(),
                        names(type.scopes()),
                        type.since(),
                        type.last() == null ? "" : type.last(),
                        merge,
                        names(type.fields().stream()
                                .filter(SyncedField::deviceClock)
                                .map(SyncedField::name)
                                .toList()));
    }

    private static String names(List<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    /** The rows of the table after a mark, without its head. */
    private static List<String> rows(String mark) {
        return text.substring(text.indexOf(mark))
                .lines()
                .skip(1)
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .toList();
    }
}
