package io.revisit.mobile.golden;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Names for the values that are others on each run: {@code ${own.customer}}, {@code ${cursor.1}}. A name stands for the same
 * value wherever it comes, and a value that was met for the first time gets the next name of its kind.
 */
final class Placeholders {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern NAME = Pattern.compile("\\$\\{([^}]+)}");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:.*(Z|[+-]\\d\\d:\\d\\d)");
    private static final String HASH_OF_NOTHING = "0000000000000000";
    private static final long SMALLEST_VERSION = 1_000_000_000_000_000L;

    private final Map<String, JsonNode> values = new LinkedHashMap<>();
    private final Map<JsonNode, String> names = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    void bind(String name, Object value) {
        bind(name, StringNode.valueOf(value.toString()));
    }

    private void bind(String name, JsonNode value) {
        values.put(name, value);
        names.put(value, name);
    }

    /** With values instead of names, as it is sent. */
    JsonNode fill(JsonNode json) {
        if (json.isString()) {
            Matcher whole = NAME.matcher(json.stringValue());
            return whole.matches() ? value(whole.group(1)) : StringNode.valueOf(fill(json.stringValue()));
        }
        return each(json, this::fill);
    }

    String fill(String text) {
        return NAME.matcher(text)
                .replaceAll(
                        match -> Matcher.quoteReplacement(value(match.group(1)).asString()));
    }

    private JsonNode value(String name) {
        JsonNode value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("nothing is known of ${" + name + "}");
        }
        return value;
    }

    /** With names instead of values, as it is kept; what has no order of its own is sorted. */
    JsonNode name(JsonNode json) {
        return named("", sorted(json));
    }

    private JsonNode named(String member, JsonNode json) {
        if (json instanceof ObjectNode object) {
            ObjectNode copy = JSON.createObjectNode();
            object.properties().forEach(entry -> copy.set(entry.getKey(), named(entry.getKey(), entry.getValue())));
            return copy;
        }
        if (json instanceof ArrayNode array) {
            ArrayNode copy = JSON.createArrayNode();
            array.forEach(element -> copy.add(named(member, element)));
            return copy;
        }
        String kind = kind(member, json);
        if (kind.isEmpty()) {
            return json;
        }
        // Whether two cursors are the same depends on what else went on.
        if (kind.equals("cursor") || !names.containsKey(json)) {
            bind(kind + "." + counts.merge(kind, 1, Integer::sum), json);
        }
        return StringNode.valueOf("${" + names.get(json) + "}");
    }

    /** What kind of value differs from run to run; empty for a value that is always the same. */
    private static String kind(String member, JsonNode json) {
        if (json.isIntegralNumber() && json.longValue() >= SMALLEST_VERSION) {
            return "version";
        }
        if (!json.isString()) {
            return "";
        }
        if (member.equals("cursor")
                || (member.equals("hash") && !json.stringValue().equals(HASH_OF_NOTHING))) {
            return member;
        }
        if (UUID.matcher(json.stringValue()).matches()) {
            return "id";
        }
        return TIME.matcher(json.stringValue()).matches() && isNow(json.stringValue()) ? "time" : "";
    }

    /** Told by the machine's clock, not by the test's. */
    private static boolean isNow(String time) {
        return OffsetDateTime.parse(time).toInstant().isAfter(Instant.now().minus(Duration.ofDays(1)));
    }

    /** Frames of rows, and rows, come in any order. */
    private JsonNode sorted(JsonNode json) {
        JsonNode copy = each(json, this::sorted);
        if (copy instanceof ArrayNode array && isSet(array)) {
            List<JsonNode> elements = new ArrayList<>();
            array.forEach(elements::add);
            elements.sort(Comparator.comparing(this::masked));
            return JSON.createArrayNode().addAll(elements);
        }
        return copy;
    }

    private static boolean isSet(ArrayNode array) {
        boolean rows = !array.isEmpty() && array.valueStream().allMatch(JsonNode::isArray);
        boolean frames = array.path(0).path("frame").asString("").equals("hello");
        return rows || frames;
    }

    /** As it looks on each run. */
    private String masked(JsonNode json) {
        int place = List.of("hello", "drop", "rows", "tombstones", "digest", "checkpoint")
                .indexOf(json.path("frame").asString(""));
        return place + mask("", json).toString();
    }

    private JsonNode mask(String member, JsonNode json) {
        if (json.isContainer()) {
            return each(json, element -> mask(member, element));
        }
        String kind = kind(member, json);
        String name = names.get(json);
        return kind.isEmpty() ? json : StringNode.valueOf(name == null ? kind : name);
    }

    private static JsonNode each(JsonNode json, UnaryOperator<JsonNode> change) {
        if (json instanceof ObjectNode object) {
            ObjectNode copy = JSON.createObjectNode();
            object.properties().forEach(entry -> copy.set(entry.getKey(), change.apply(entry.getValue())));
            return copy;
        }
        if (json instanceof ArrayNode array) {
            ArrayNode copy = JSON.createArrayNode();
            array.forEach(element -> copy.add(change.apply(element)));
            return copy;
        }
        return json;
    }
}
