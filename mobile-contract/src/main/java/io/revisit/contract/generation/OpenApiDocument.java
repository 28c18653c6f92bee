package io.revisit.contract.generation;

import io.revisit.contract.ProtocolVersion;
import io.revisit.contract.collection.SyncedTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An OpenAPI 3.1 document of the HTTP doors: paths are written by hand, what they carry is filled in. */
final class OpenApiDocument {
    private static final String SCHEMAS = "#/components/schemas/";

    private OpenApiDocument() {}

    static ObjectNode of(SyncedTypes types, WireSchema wire, Map<String, ObjectNode> records) {
        ObjectNode document = paths();
        ((ObjectNode) document.get("info")).put("version", ProtocolVersion.CURRENT + "." + types.schemaVersion());
        ObjectNode components = (ObjectNode) document.get("components");
        ((ObjectNode) components.at("/parameters/collection/schema")).set("enum", Json.array(records.keySet()));
        ObjectNode schemas = components.putObject("schemas");
        wire.definitions().forEach((name, node) -> schemas.set(name, refersToComponents(node)));
        records.forEach((name, node) -> {
            ObjectNode schema = node.deepCopy();
            schema.remove("$schema");
            schema.remove("$id");
            schemas.set(name, schema);
        });
        return document;
    }

    private static JsonNode refersToComponents(ObjectNode definition) {
        return Json.MAPPER.readTree(definition.toString().replace(WireSchema.REFERENCE, SCHEMAS));
    }

    private static ObjectNode paths() {
        try (InputStream stream =
                Objects.requireNonNull(OpenApiDocument.class.getResourceAsStream("/wire/openapi.json"))) {
            return (ObjectNode) Json.MAPPER.readTree(stream);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
