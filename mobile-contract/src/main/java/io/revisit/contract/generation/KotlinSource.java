package io.revisit.contract.generation;

import io.revisit.contract.collection.FieldType;
import io.revisit.contract.collection.SyncedField;
import io.revisit.contract.collection.SyncedType;
import io.revisit.contract.collection.SyncedTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Kotlin classes of all collections and of the wire, for kotlinx.serialization. */
final class KotlinSource {
    private static final String HEAD =
            """
            // %s. Generated; do not edit.
            @file:OptIn(ExperimentalSerializationApi::class)

            package io.revisit.contract

            import kotlinx.serialization.ExperimentalSerializationApi
            import kotlinx.serialization.SerialName
            import kotlinx.serialization.Serializable
            import kotlinx.serialization.json.JsonArray
            import kotlinx.serialization.json.JsonClassDiscriminator
            import kotlinx.serialization.json.JsonElement
            import kotlinx.serialization.json.JsonObject
            """;

    private KotlinSource() {}

    static String collections(SyncedTypes types) {
        StringBuilder source = new StringBuilder(HEAD.formatted("Revisit's collections"))
                .append("\n/** The version of the phones' schema that these classes are. */\n")
                .append("const val SCHEMA_VERSION: Int = ")
                .append(types.schemaVersion())
                .append('\n');
        for (SyncedType type : types.all()) {
            List<String> members = new ArrayList<>();
            for (SyncedField field : type.fields()) {
                String declared = field.type() == FieldType.ENUM ? choice(type, field) : scalar(field.type());
                members.add(member(
                        field.name(),
                        field.description(),
                        field.list() ? "List<" + declared + ">" : declared,
                        !field.required() || field.since() > type.since()));
                if (field.name().equals("id")) {
                    members.add(member(
                            RecordSchemas.VERSION,
                            "Version of the record: grows with every change of it.",
                            "Long",
                            false));
                }
            }
            source.append(dataClass(type.name(), type.description(), members, ""));
            type.fields().stream()
                    .filter(field -> field.type() == FieldType.ENUM)
                    .forEach(
                            field -> source.append(openEnum(choice(type, field), field.description(), field.values())));
        }
        return source.toString();
    }

    static String wire(WireSchema wire) {
        Map<String, String> parents = new HashMap<>();
        wire.definitions().forEach((name, node) -> node.path("oneOf")
                .forEach(alternative -> parents.put(WireSchema.referred(alternative), name)));
        StringBuilder source = new StringBuilder(HEAD.formatted("Bodies and frames of the sync protocol"));
        wire.definitions()
                .forEach((name, node) -> source.append(definition(name, node, parents.getOrDefault(name, ""))));
        return source.toString();
    }

    private static String definition(String name, ObjectNode node, String parent) {
        String description = node.path("description").asString("");
        if (node.has("oneOf")) {
            return "\n" + comment(description, "")
                    + "@Serializable\n@JsonClassDiscriminator(\"frame\")\nsealed interface " + name + "\n";
        }
        if (node.has("enum")) {
            List<String> values = new ArrayList<>();
            node.get("enum").forEach(value -> values.add(value.asString()));
            return openEnum(name, description, values);
        }
        if (!node.has("properties")) {
            return "\n" + comment(description, "") + "typealias " + name + " = " + type(node) + "\n";
        }
        List<String> required = new ArrayList<>();
        node.path("required").forEach(field -> required.add(field.asString()));
        List<String> members = new ArrayList<>();
        String discriminator = "";
        for (Map.Entry<String, JsonNode> property : node.get("properties").properties()) {
            if (!parent.isEmpty() && property.getValue().has("const")) {
                discriminator = "@SerialName("
                        + Json.quoted(property.getValue().get("const").asString()) + ")\n";
            } else {
                members.add(member(
                        property.getKey(),
                        property.getValue().path("description").asString(""),
                        type(property.getValue()),
                        !required.contains(property.getKey()) || nullable(property.getValue())));
            }
        }
        return dataClass(name, description, members, parent)
                .replaceFirst("@Serializable\n", "@Serializable\n" + discriminator);
    }

    private static String dataClass(String name, String description, List<String> members, String parent) {
        return "\n" + comment(description, "") + "@Serializable\ndata class " + name + "(\n" + String.join("", members)
                + ")" + (parent.isEmpty() ? "" : " : " + parent) + "\n";
    }

    private static String member(String name, String description, String type, boolean nullable) {
        return comment(description, "    ") + "    val " + name + ": " + type + (nullable ? "? = null" : "") + ",\n";
    }

    /** Not an enum: a newer server may send a name that this version of the application does not know. */
    private static String openEnum(String name, String description, List<String> values) {
        StringBuilder source = new StringBuilder("\n")
                .append(comment(description, ""))
                .append("@Serializable\n@JvmInline\nvalue class ")
                .append(name)
                .append("(val name: String) {\n    companion object {\n");
        values.forEach(value -> source.append("        val %1$s: %2$s = %2$s(\"%1$s\")\n".formatted(value, name)));
        return source.append("    }\n}\n").toString();
    }

    private static String choice(SyncedType type, SyncedField field) {
        return type.name()
                + Character.toUpperCase(field.name().charAt(0))
                + field.name().substring(1);
    }

    private static String scalar(FieldType type) {
        return switch (type) {
            case ID, STRING, ENUM, DATE_TIME, DATE -> "String";
            case INT -> "Int";
            case LONG -> "Long";
            case FLOAT -> "Double";
            case BOOLEAN -> "Boolean";
            case JSON -> "JsonElement";
        };
    }

    private static boolean nullable(JsonNode node) {
        JsonNode alternatives = node.has("oneOf") ? node.get("oneOf") : node.path("type");
        return alternatives
                .valueStream()
                .anyMatch(value -> value.asString("").equals("null")
                        || value.path("type").asString("").equals("null"));
    }

    private static String type(JsonNode node) {
        if (node.has("oneOf")) {
            return node.get("oneOf")
                    .valueStream()
                    .filter(value -> value.has("$ref"))
                    .map(KotlinSource::type)
                    .findFirst()
                    .orElseThrow();
        }
        if (node.has("$ref")) {
            return WireSchema.referred(node);
        }
        if (node.has("const")) {
            return "String";
        }
        JsonNode named = node.path("type");
        return switch (named.isArray() ? named.get(0).asString() : named.asString("")) {
            case "string" -> "String";
            case "boolean" -> "Boolean";
            case "number" -> "Double";
            case "integer" -> node.path("format").asString("").equals("int64") ? "Long" : "Int";
            case "array" -> node.has("items") ? "List<" + type(node.get("items")) + ">" : "JsonArray";
            case "object" ->
                node.path("additionalProperties").isObject()
                        ? "Map<String, " + type(node.get("additionalProperties")) + ">"
                        : "JsonObject";
            default -> "JsonElement";
        };
    }

    private static String comment(String text, String indentation) {
        return text.isEmpty()
                ? ""
                : indentation + "/** " + text.replace("*/", "* /").replace("\n", " ") + " */\n";
    }
}
