package io.revisit.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A mutation as a phone queues it; its id stays the same however often it is sent. */
public record Edit(Map<String, @Nullable Object> body) {

    /** Names and values of the fields in turn. */
    public static Edit create(String collection, UUID recordId, @Nullable Object... fields) {
        return of("CREATE", collection, recordId, fields);
    }

    public static Edit update(String collection, UUID recordId, @Nullable Object... fields) {
        return of("UPDATE", collection, recordId, fields);
    }

    public static Edit delete(String collection, UUID recordId) {
        return of("DELETE", collection, recordId);
    }

    /** A visit that was made this morning. */
    public static Edit visit(UUID visitId, UUID customerId, @Nullable Object... more) {
        Edit visit = create(
                "Visit",
                visitId,
                "customerId",
                customerId.toString(),
                "channel",
                "ON_SITE",
                "outcome",
                "OBJECTIVE_MET",
                "summary",
                "Spoke about summer",
                "startedAt",
                "2026-03-02T07:00:00Z");
        visit.put(more);
        return visit;
    }

    private static Edit of(String operation, String collection, UUID recordId, @Nullable Object... fields) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", UUID.randomUUID().toString());
        body.put("collection", collection);
        body.put("recordId", recordId.toString());
        body.put("op", operation);
        body.put("fields", new LinkedHashMap<String, @Nullable Object>());
        body.put("occurredAt", "2026-03-02T07:30:00Z");
        Edit edit = new Edit(body);
        edit.put(fields);
        return edit;
    }

    public String id() {
        return String.valueOf(body.get("id"));
    }

    /** The record's version that the author saw. */
    public Edit on(@Nullable Long version) {
        return with("baseVersion", version);
    }

    /** The cursor that the phone held. */
    public Edit seen(@Nullable String cursor) {
        return with("baseCursor", cursor);
    }

    public Edit group(String name) {
        return with("group", name);
    }

    /** The same with another value beside its fields. */
    public Edit with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(body);
        changed.put(name, value);
        return new Edit(changed);
    }

    /** The same fields under a new id. */
    public Edit again() {
        return with("id", UUID.randomUUID().toString());
    }

    @SuppressWarnings("unchecked")
    private void put(@Nullable Object... fields) {
        Map<String, @Nullable Object> named = (Map<String, @Nullable Object>) body.get("fields");
        for (int index = 0; index < fields.length; index += 2) {
            named.put(String.valueOf(fields[index]), fields[index + 1]);
        }
    }
}
