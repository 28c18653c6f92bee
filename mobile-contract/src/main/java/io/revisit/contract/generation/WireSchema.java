package io.revisit.contract.generation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The bodies and frames of the sync protocol, a JSON Schema that is written by hand. */
final class WireSchema {
    static final String REFERENCE = "#/$defs/";

    private final ObjectNode document;

    WireSchema(String json) {
        document = (ObjectNode) Json.MAPPER.readTree(json);
    }

    static WireSchema read() throws IOException {
        try (InputStream stream =
                Objects.requireNonNull(WireSchema.class.getResourceAsStream("/wire/sync.schema.json"))) {
            return new WireSchema(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    ObjectNode document() {
        return document.deepCopy();
    }

    /** The definitions by name, in the order in which they were written. */
    Map<String, ObjectNode> definitions() {
        Map<String, ObjectNode> definitions = new LinkedHashMap<>();
        document.get("$defs")
                .properties()
                .forEach(entry -> definitions.put(entry.getKey(), (ObjectNode) entry.getValue()));
        return definitions;
    }

    /** The name of the definition that a node refers to. */
    static String referred(JsonNode node) {
        return node.get("$ref").asString().substring(REFERENCE.length());
    }
}
