package io.revisit.sync.change;

import io.revisit.contract.ErrorCode;
import io.revisit.sync.collection.Operation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads one mutation as it came over the wire; what cannot be read is refused alone, with the field that is wrong. */
public final class MutationReader {
    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> FIELDS = new TypeReference<>() {};
    private static final int LONGEST_WORD = 200;

    /** Keys in alphabetical order, so that the same mutation is always the same bytes. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private MutationReader() {}

    /** The mutation of a JSON object; fails with a {@link Refusal}. */
    public static Sent read(JsonNode json, int mostBytes) {
        if (!json.isObject()) {
            throw Refusal.invalid("mutation", "NOT_AN_OBJECT");
        }
        Map<String, @Nullable Object> values = JSON.convertValue(json, FIELDS);
        String payload = JSON.writeValueAsString(values);
        if (payload.getBytes(StandardCharsets.UTF_8).length > mostBytes) {
            throw new Refusal(ErrorCode.PAYLOAD_TOO_LARGE, List.of("mutation"), Map.of("limit", mostBytes));
        }
        // PostgreSQL cannot store NUL in a text.
        if (payload.contains("\\u0000")) {
            throw Refusal.invalid("mutation", "MALFORMED");
        }
        return new Sent(mutation(json, values), payload, sha256(values));
    }

    /** A mutation that was read before. */
    public static Sent read(String payload) {
        return read(JSON.readTree(payload), Integer.MAX_VALUE);
    }

    private static Mutation mutation(JsonNode json, Map<String, @Nullable Object> values) {
        return new Mutation(
                id(json, "id"),
                whole(json, "sequence", 0L),
                id(json, "author"),
                json.path("group").isMissingNode() || json.path("group").isNull() ? null : word(json, "group"),
                word(json, "collection"),
                id(json, "recordId"),
                operation(json),
                json.path("baseVersion").isMissingNode()
                                || json.path("baseVersion").isNull()
                        ? null
                        : (Long) whole(json, "baseVersion", 0L),
                optionalText(json, "baseCursor"),
                fields(values),
                occurredAt(json));
    }

    private static UUID id(JsonNode json, String name) {
        String text = word(json, name);
        try {
            UUID id = UUID.fromString(text);
            if (text.length() == 36) {
                return id;
            }
        } catch (IllegalArgumentException malformed) {
            // Refused below, as is the short form that UUID.fromString lets pass.
        }
        throw Refusal.invalid(name, "NOT_A_UUID");
    }

    private static String word(JsonNode json, String name) {
        String text = optionalText(json, name);
        if (text == null) {
            throw Refusal.invalid(name, "REQUIRED");
        }
        if (text.isBlank() || text.length() > LONGEST_WORD) {
            throw Refusal.invalid(name, "LENGTH");
        }
        return text;
    }

    private static @Nullable String optionalText(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw Refusal.invalid(name, "NOT_A_TEXT");
        }
        return value.stringValue();
    }

    private static long whole(JsonNode json, String name, long otherwise) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw Refusal.invalid(name, "NOT_A_WHOLE_NUMBER");
        }
        return value.longValue();
    }

    private static Operation operation(JsonNode json) {
        String name = word(json, "op");
        for (Operation operation : Operation.values()) {
            if (operation.name().equals(name)) {
                return operation;
            }
        }
        throw Refusal.invalid("op", "UNKNOWN_CHOICE");
    }

    private static Map<String, @Nullable Object> fields(Map<String, @Nullable Object> values) {
        Object fields = values.get("fields");
        if (fields == null) {
            return Map.of();
        }
        if (!(fields instanceof Map<?, ?> map)) {
            throw Refusal.invalid("fields", "NOT_AN_OBJECT");
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        map.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
    }

    private static @Nullable OffsetDateTime occurredAt(JsonNode json) {
        String text = optionalText(json, "occurredAt");
        return text == null ? null : FieldValues.instant("occurredAt", text);
    }

    /** How far the phone is, it may tell anew each time; everything else makes the mutation what it is. */
    private static String sha256(Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> same = new LinkedHashMap<>(values);
        same.remove("sequence");
        same.remove("baseCursor");
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(JSON.writeValueAsBytes(same)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * A mutation with its text.
     *
     * @param payload the whole mutation as JSON, keys in alphabetical order
     * @param hash SHA-256 of what makes it the same when it comes again
     */
    public record Sent(Mutation mutation, String payload, String hash) {}
}
