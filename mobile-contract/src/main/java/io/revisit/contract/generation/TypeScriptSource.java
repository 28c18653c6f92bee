package io.revisit.contract.generation;

import io.revisit.contract.collection.SyncedField;
import io.revisit.contract.collection.SyncedType;
import io.revisit.contract.collection.SyncedTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** TypeScript types of all collections and of the wire. */
final class TypeScriptSource {
    private static final String HEAD = "// %s. Generated; do not edit.\n\n";

    private TypeScriptSource() {}

    static String collections(SyncedTypes types) {
        StringBuilder source = new StringBuilder(HEAD.formatted("Revisit's collections"))
                .append("/** The version of the phones' schema that these types are. */\n")
                .append("export const SCHEMA_VERSION = ")
                .append(types.schemaVersion())
                .append("\n\n")
                .append("/** Any JSON value. */\n")
                .append("export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }\n");
        for (SyncedType type : types.all()) {
            source.append('\n').append(comment(type.description(), ""));
            source.append("export interface ").append(type.name()).append(" {\n");
            for (SyncedField field : type.fields()) {
                source.append(comment(field.description(), "  "))
                        .append("  ")
                        .append(field.name())
                        .append(": ")
                        .append(type(field))
                        .append('\n');
                if (field.name().equals("id")) {
                    source.append(comment("Version of the record: grows with every change of it.", "  "))
                            .append("  ")
                            .append(RecordSchemas.VERSION)
                            .append(": number\n");
                }
            }
            source.append("}\n");
        }
        source.append("\n/** All collections by name. */\nexport interface Collections {\n");
        types.all().forEach(type -> source.append("  %1$s: %1$s\n".formatted(type.name())));
        source.append("}\n\n/** What a program may need to know of them. */\nexport const collections = ");
        source.append(Json.pretty(facts(types)).stripTrailing()).append(" as const\n");
        return source.toString();
    }

    static String wire(WireSchema wire) {
        StringBuilder source = new StringBuilder(HEAD.formatted("Bodies and frames of the sync protocol"));
        for (Map.Entry<String, ObjectNode> definition : wire.definitions().entrySet()) {
            ObjectNode node = definition.getValue();
            source.append(comment(node.path("description").asString(""), ""));
            if (node.has("properties")) {
                source.append("export interface ")
                        .append(definition.getKey())
                        .append(' ')
                        .append(members(node));
            } else {
                source.append("export type ")
                        .append(definition.getKey())
                        .append(" = ")
                        .append(type(node));
            }
            source.append("\n\n");
        }
        return source.toString().stripTrailing() + "\n";
    }

    private static ObjectNode facts(SyncedTypes types) {
        ObjectNode facts = Json.object();
        for (SyncedType type : types.all()) {
            ObjectNode collection = facts.putObject(type.name()).put("since", type.since());
            collection.set("scopes", Json.array(type.scopes()));
            collection.put("last", type.last());
            ObjectNode fields = collection.putObject("fields");
            type.fields().forEach(field -> fields.putObject(field.name())
                    .put("type", field.type().name())
                    .put("list", field.list())
                    .put("required", field.required())
                    .put("reference", field.reference())
                    .put("merge", field.merge().name())
                    .put("since", field.since())
                    .put("deviceClock", field.deviceClock()));
        }
        return facts;
    }

    private static String type(SyncedField field) {
        String value =
                switch (field.type()) {
                    case ID, STRING, DATE_TIME, DATE -> "string";
                    // The last alternative is a name that a newer server may send; editors still offer the others.
                    case ENUM ->
                        field.values().stream().map(Json::quoted).collect(Collectors.joining(" | "))
                                + " | (string & {})";
                    case INT, LONG, FLOAT -> "number";
                    case BOOLEAN -> "boolean";
                    case JSON -> "Json";
                };
        return (field.list() ? "(" + value + ")[]" : value) + (field.required() ? "" : " | null");
    }

    private static String members(ObjectNode node) {
        List<String> required = new ArrayList<>();
        node.path("required").forEach(name -> required.add(name.asString()));
        StringBuilder members = new StringBuilder("{\n");
        node.get("properties").properties().forEach(property -> members.append(
                        comment(property.getValue().path("description").asString(""), "  "))
                .append("  ")
                .append(property.getKey())
                .append(required.contains(property.getKey()) ? ": " : "?: ")
                .append(type(property.getValue()))
                .append('\n'));
        return members.append('}').toString();
    }

    private static String type(JsonNode node) {
        if (node.has("$ref")) {
            return WireSchema.referred(node);
        }
        if (node.has("const")) {
            return Json.quoted(node.get("const").asString());
        }
        if (node.has("enum")) {
            return alternatives(node.get("enum"), value -> Json.quoted(value.asString())) + " | (string & {})";
        }
        if (node.has("oneOf")) {
            return alternatives(node.get("oneOf"), TypeScriptSource::type);
        }
        if (node.path("type").isArray()) {
            return alternatives(node.get("type"), name -> named(name.asString(), node));
        }
        return named(node.path("type").asString("unknown"), node);
    }

    private static String named(String name, JsonNode node) {
        return switch (name) {
            case "integer", "number" -> "number";
            case "array" ->
                array(
                        node.has("items") ? type(node.get("items")) : "unknown",
                        node.path("maxItems").asInt(0));
            case "object" ->
                node.has("additionalProperties")
                                && node.get("additionalProperties").isObject()
                        ? "Record<string, " + type(node.get("additionalProperties")) + ">"
                        : "Record<string, unknown>";
            default -> name;
        };
    }

    private static String array(String element, int most) {
        return most == 2 ? "[%1$s, %1$s]".formatted(element) : "Array<" + element + ">";
    }

    private static String alternatives(JsonNode nodes, Function<JsonNode, String> each) {
        return nodes.valueStream().map(each).collect(Collectors.joining(" | "));
    }

    private static String comment(String text, String indentation) {
        return text.isEmpty()
                ? ""
                : indentation + "/** " + text.replace("*/", "* /").replace("\n", " ") + " */\n";
    }
}
