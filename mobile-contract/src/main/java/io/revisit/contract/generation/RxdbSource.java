package io.revisit.contract.generation;

import io.revisit.contract.collection.RxdbNames;
import io.revisit.contract.collection.SyncedField;
import io.revisit.contract.collection.SyncedType;
import io.revisit.contract.collection.SyncedTypes;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** RxDB schemas of all collections, and what brings documents of older versions up to date. */
final class RxdbSource {
    private static final int UUID_LENGTH = 36;

    private RxdbSource() {}

    static String of(SyncedTypes types) {
        ObjectNode schemas = Json.object();
        types.all().forEach(type -> schemas.set(type.name(), schema(type, types.schemaVersion())));
        StringBuilder source = new StringBuilder(
                        "// RxDB schemas of Revisit's collections. Generated; do not edit.\n\n")
                .append("export const schemas = ")
                .append(Json.pretty(schemas).stripTrailing())
                .append(" as const\n\n")
                .append("type Document = Record<string, unknown>\n\n")
                .append("/** A new field is null until the next pull, which sends every record that has it again. */\n")
                .append("export const migrationStrategies = {\n");
        for (SyncedType type : types.all()) {
            source.append("  ").append(type.name()).append(": {\n");
            IntStream.rangeClosed(1, types.schemaVersion()).forEach(version -> source.append(migration(type, version)));
            source.append("  },\n");
        }
        source.append(
                "}\n\n/** For `addCollections`; RxDB wants names that begin with a small letter. */\nexport const collections = {\n");
        types.all()
                .forEach(type -> source.append(
                        "  %1$s: { schema: schemas.%2$s, migrationStrategies: migrationStrategies.%2$s },\n"
                                .formatted(RxdbNames.collection(type.name()), type.name())));
        return source.append("}\n").toString();
    }

    private static String migration(SyncedType type, int version) {
        StringBuilder added = new StringBuilder();
        for (SyncedField field : type.fields()) {
            if (version > 1 && field.since() == version && field.since() > type.since() && !field.required()) {
                added.append(", ").append(RxdbNames.field(field.name())).append(": null");
            }
        }
        return "    " + version + ": (document: Document): Document => "
                + (added.isEmpty() ? "document" : "({ ...document" + added + " })") + ",\n";
    }

    private static ObjectNode schema(SyncedType type, int version) {
        ObjectNode schema = Json.object()
                .put("title", type.name())
                .put("description", type.description())
                .put("version", version)
                .put("primaryKey", "id")
                .put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode indexes = Json.MAPPER.createArrayNode();
        for (SyncedField field : type.fields()) {
            String name = RxdbNames.field(field.name());
            ObjectNode property = properties.putObject(name);
            if (field.list()) {
                type(property, "array", !field.required()).set("items", value(Json.object(), field, false));
            } else {
                value(property, field, !field.required());
            }
            if (name.equals("id")) {
                properties
                        .putObject(RecordSchemas.VERSION)
                        .put("type", "integer")
                        .put("minimum", 1)
                        .put("maximum", RecordSchemas.LARGEST);
            } else if (field.reference() != null && field.required()) {
                indexes.add(name);
            }
        }
        // A document that was made offline has only what its author filled in.
        schema.putArray("required").add("id");
        if (!indexes.isEmpty()) {
            schema.set("indexes", indexes);
        }
        return schema;
    }

    private static ObjectNode value(ObjectNode property, SyncedField field, boolean nullable) {
        return switch (field.type()) {
            case ID -> type(property, "string", nullable).put("maxLength", UUID_LENGTH);
            // No list of names: a newer server may send one that this version of the application does not know.
            case STRING, ENUM -> type(property, "string", nullable);
            case DATE_TIME -> type(property, "string", nullable).put("format", "date-time");
            case DATE -> type(property, "string", nullable).put("format", "date");
            case INT, LONG -> type(property, "integer", nullable);
            case FLOAT -> type(property, "number", nullable);
            case BOOLEAN -> type(property, "boolean", nullable);
            case JSON -> property;
        };
    }

    private static ObjectNode type(ObjectNode property, String name, boolean nullable) {
        if (nullable) {
            property.putArray("type").add(name).add("null");
            return property;
        }
        return property.put("type", name);
    }
}
