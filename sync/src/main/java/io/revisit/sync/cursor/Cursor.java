package io.revisit.sync.cursor;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a phone stands.
 *
 * @param tenantId whose data
 * @param userId whose copy
 * @param schemaVersion the version of the phones' schema that the copy follows
 * @param issuedAt when the snapshot that it names was taken
 * @param base what the phone has in full; null before its first sync is complete
 * @param target what it will have when the remaining pages have been read; null between two pulls
 * @param phase what the remaining pages are made of
 * @param position where they continue; null at their beginning
 */
public record Cursor(
        UUID tenantId,
        UUID userId,
        int schemaVersion,
        Instant issuedAt,
        @Nullable Snapshot base,
        @Nullable Snapshot target,
        Phase phase,
        @Nullable Position position) {

    /** The newest snapshot of which the phone may have seen something: the one its user worked on. */
    public @Nullable Snapshot seen() {
        return target == null ? base : target;
    }
}
