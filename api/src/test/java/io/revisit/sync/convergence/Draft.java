package io.revisit.sync.convergence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What somebody does on the road.
 *
 * @param follow the new record, as he sees it before the server does
 */
record Draft(
        String collection,
        UUID recordId,
        String operation,
        @Nullable Long baseVersion,
        String marker,
        Map<String, @Nullable Object> fields,
        @Nullable Follow follow) {

    /** A record that only the phone knows so far. */
    record Follow(String key, Map<String, JsonNode> fields) {}

    /** Something sensible to do with one of these records, if there is anything. */
    static @Nullable Draft of(Map<String, Map<String, JsonNode>> held, SplittableRandom random, int number) {
        List<String> keys = held.keySet().stream()
                .filter(key -> key.matches("(Customer|Contact|Visit|Task|Ticket) .*"))
                .toList();
        if (keys.isEmpty()) {
            return null;
        }
        String key = keys.get(random.nextInt(keys.size()));
        String collection = key.split(" ")[0];
        UUID id = UUID.fromString(key.split(" ")[1]);
        JsonNode version = held.get(key).get("syncVersion");
        Long base = version == null ? null : version.longValue();
        String marker = "m-" + new UUID(random.nextLong(), random.nextLong());
        return switch (collection) {
            case "Customer" ->
                random.nextInt(3) == 0
                        ? new Draft(
                                collection,
                                id,
                                "UPDATE",
                                base,
                                marker,
                                Map.of(field(random, "industry", "segment", "addressStreet"), marker),
                                null)
                        : child(id, marker, random);
            case "Contact" ->
                random.nextInt(4) == 0
                        ? new Draft(collection, id, "DELETE", base, marker, Map.of(), null)
                        : new Draft(collection, id, "UPDATE", base, marker, Map.of("title", marker), null);
            case "Visit" -> new Draft(collection, id, "UPDATE", base, marker, Map.of("summary", marker), null);
            case "Task" ->
                new Draft(
                        collection,
                        id,
                        "UPDATE",
                        base,
                        marker,
                        Map.of("state", "CANCELLED", "closingNote", marker),
                        null);
            default -> new Draft(collection, id, "UPDATE", base, marker, Map.of("description", marker), null);
        };
    }

    private static Draft child(UUID customer, String marker, SplittableRandom random) {
        UUID id = new UUID(
                (random.nextLong() & ~0xF000L) | 0x7000L, (random.nextLong() & ~(0xC0L << 56)) | (0x80L << 56));
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("customerId", customer);
        String collection =
                switch (random.nextInt(4)) {
                    case 0 -> {
                        fields.put("name", "Li Lei");
                        fields.put("title", marker);
                        yield "Contact";
                    }
                    case 1 -> {
                        fields.put("title", marker);
                        fields.put("dueAt", "2030-01-01T10:00:00Z");
                        yield "Task";
                    }
                    case 2 -> {
                        fields.put("kind", "COMPLAINT");
                        fields.put("subject", marker);
                        yield "Ticket";
                    }
                    default -> {
                        fields.put("channel", "ON_SITE");
                        fields.put("outcome", "OBJECTIVE_MET");
                        fields.put("summary", marker);
                        fields.put("startedAt", "2026-03-01T09:00:00Z");
                        yield "Visit";
                    }
                };
        Map<String, JsonNode> seen = Map.of("id", JsonMapper.shared().valueToTree(id));
        return new Draft(collection, id, "CREATE", null, marker, fields, new Follow(collection + " " + id, seen));
    }

    Edit edit(int sequence, UUID author, @Nullable String cursor, Instant now) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        UUID id = UUID.nameUUIDFromBytes(marker.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        json.put("id", id);
        json.put("sequence", sequence);
        json.put("author", author);
        json.put("collection", collection);
        json.put("recordId", recordId);
        json.put("op", operation);
        json.put("baseVersion", baseVersion);
        json.put("baseCursor", cursor);
        json.put("fields", fields);
        json.put("occurredAt", now.toString());
        return new Edit(id, marker, json);
    }

    private static String field(SplittableRandom random, String... names) {
        return new ArrayList<>(List.of(names)).get(random.nextInt(names.length));
    }
}
