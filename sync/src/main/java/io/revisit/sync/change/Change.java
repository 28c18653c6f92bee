package io.revisit.sync.change;

import io.revisit.sync.collection.Operation;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a feature is to do to a record: merged with what others did, and with values as GraphQL would hand them over.
 *
 * @param operation what to do
 * @param recordId to which record
 * @param fields the fields to set, typed
 * @param current the record's fields as they are, typed; empty for a new one
 * @param occurredAt when the author did it, by his device's clock
 * @param delivery when it was sent and received
 */
public record Change(
        Operation operation,
        UUID recordId,
        Map<String, @Nullable Object> fields,
        Map<String, @Nullable Object> current,
        @Nullable OffsetDateTime occurredAt,
        Delivery delivery) {

    public boolean has(String field) {
        return fields.containsKey(field);
    }

    /** The value that the field will have: the new one, or the one that it has. */
    public @Nullable Object outcome(String field) {
        return has(field) ? fields.get(field) : current.get(field);
    }

    /** The fields to set as an input: with the record's id, and further names and values in turn. */
    public Map<String, @Nullable Object> input(@Nullable Object... more) {
        Map<String, @Nullable Object> input = new LinkedHashMap<>(fields);
        input.put("id", recordId.toString());
        for (int index = 0; index < more.length; index += 2) {
            input.put(String.valueOf(more[index]), more[index + 1]);
        }
        return input;
    }
}
