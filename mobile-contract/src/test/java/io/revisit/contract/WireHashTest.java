package io.revisit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The wire does not change without a new version. */
class WireHashTest {
    /**
     * What each version looks like. Whoever changes the wire raises {@link ProtocolVersion#CURRENT}, adds a line here, and
     * writes into the history of {@code PROTOCOL.md} what changed. Lines of versions that were released never change.
     */
    private static final Map<Integer, String> HASHES =
            Map.of(1, "6192dd64efce0c4f1b558fa56d9f5d88cee5fdc180f4edf261b7d69acbd7084e");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    @Test
    void isTheWireOfItsVersion() throws IOException, GeneralSecurityException {
        assertThat(hash(wire())).isEqualTo(HASHES.get(ProtocolVersion.CURRENT));
    }

    @Test
    void noticesEachChangeButWords() throws IOException, GeneralSecurityException {
        String hash = hash(wire());
        JsonNode changed = wire();
        ((ObjectNode) changed.at("/$defs/PullRequest/properties/maxBytes")).put("maximum", 1);
        JsonNode reworded = wire();
        ((ObjectNode) reworded.at("/$defs/PullRequest")).put("description", "other words");

        assertThat(hash(changed)).isNotEqualTo(hash);
        assertThat(hash(reworded)).isEqualTo(hash);
    }

    private static JsonNode wire() throws IOException {
        return JSON.readTree(Files.readString(Path.of("src/main/resources/wire/sync.schema.json")));
    }

    private static String hash(JsonNode wire) throws GeneralSecurityException {
        dropWords(wire);
        byte[] text =
                JSON.writeValueAsString(JSON.treeToValue(wire, Object.class)).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    }

    private static void dropWords(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("description").isString()) {
            object.remove("description");
        }
        node.forEach(WireHashTest::dropWords);
    }
}
