package io.revisit.contract.generation;

import io.revisit.contract.collection.SyncedField;
import io.revisit.contract.collection.SyncedType;
import io.revisit.contract.collection.SyncedTypes;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A JSON Schema (2020-12) of each collection's records, as the server sends them. */
final class RecordSchemas {
    static final String VERSION = "syncVersion";
    static final long LARGEST = 9007199254740991L;

    private RecordSchemas() {}

    static Map<String, ObjectNode> of(SyncedTypes types) {
        Map<String, ObjectNode> schemas = new LinkedHashMap<>();
        types.all().forEach(type -> schemas.put(type.name(), record(type)));
        return schemas;
    }

    private static ObjectNode record(SyncedType type) {
        ObjectNode schema = Json.object()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("$id", "https://revisit.io/contract/collections/" + type.name() + ".schema.json")
                .put("title", type.name())
                .put("description", type.description())
                .put("type", "object");
        ArrayNode required = schema.putArray("required").add("id").add(VERSION);
        ObjectNode properties = schema.putObject("properties");
        for (SyncedField field : type.fields()) {
            properties.set(field.name(), field(field));
            if (field.name().equals("id")) {
                properties
                        .putObject(VERSION)
                        .put("description", "Version of the record: grows with every change of it.")
                        .put("type", "integer")
                        .put("minimum", 1)
                        .put("maximum", LARGEST);
            } else if (field.since() <= type.since()) {
                required.add(field.name());
            }
        }
        return schema;
    }

    private static ObjectNode field(SyncedField field) {
        ObjectNode schema = Json.object().put("description", field.description());
        if (field.list()) {
            type(schema, "array", !field.required());
            schema.set("items", value(Json.object(), field, false));
            return schema;
        }
        return value(schema, field, !field.required());
    }

    private static ObjectNode value(ObjectNode schema, SyncedField field, boolean nullable) {
        return switch (field.type()) {
            case ID -> type(schema, "string", nullable).put("format", "uuid");
            case STRING -> type(schema, "string", nullable);
            case INT ->
                type(schema, "integer", nullable)
                        .put("minimum", Integer.MIN_VALUE)
                        .put("maximum", Integer.MAX_VALUE);
            case LONG ->
                type(schema, "integer", nullable).put("minimum", -LARGEST).put("maximum", LARGEST);
            case FLOAT -> type(schema, "number", nullable);
            case BOOLEAN -> type(schema, "boolean", nullable);
            case DATE_TIME -> type(schema, "string", nullable).put("format", "date-time");
            case DATE -> type(schema, "string", nullable).put("format", "date");
            case JSON -> schema;
            case ENUM -> {
                type(schema, "string", nullable);
                ArrayNode values = Json.array(field.values());
                if (nullable) {
                    values.addNull();
                }
                schema.set("enum", values);
                yield schema;
            }
        };
    }

    private static ObjectNode type(ObjectNode schema, String name, boolean nullable) {
        if (nullable) {
            schema.putArray("type").add(name).add("null");
            return schema;
        }
        return schema.put("type", name);
    }
}
