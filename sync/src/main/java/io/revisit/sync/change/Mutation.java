package io.revisit.sync.change;

import io.revisit.sync.collection.Operation;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One edit as a phone sent it.
 *
 * @param id chosen by the device, once for each edit
 * @param sequence its place among the device's edits
 * @param author the user who made it
 * @param group mutations of one group are applied together or not at all
 * @param collection which collection the record belongs to
 * @param recordId the record
 * @param operation what was done to it
 * @param baseVersion the record's version that the author saw, null when he saw none
 * @param baseCursor the cursor that the phone held when he did it
 * @param fields the new values, and only those that he changed, as JSON values
 * @param occurredAt when he did it, by the device's clock
 */
public record Mutation(
        UUID id,
        long sequence,
        UUID author,
        @Nullable String group,
        String collection,
        UUID recordId,
        Operation operation,
        @Nullable Long baseVersion,
        @Nullable String baseCursor,
        Map<String, @Nullable Object> fields,
        @Nullable OffsetDateTime occurredAt) {

    /** The same edit, made on another version of the record. */
    public Mutation onBase(long version) {
        return new Mutation(
                id, sequence, author, group, collection, recordId, operation, version, baseCursor, fields, occurredAt);
    }
}
