package io.revisit.sync.digest;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a phone holds of one collection in one scope.
 *
 * @param after only ids above this one are compared; null from the first
 * @param until only ids up to this one are compared; null to the last
 * @param ids the records it holds in between
 * @param versions their versions, in the same order
 */
public record HeldRecords(
        String collection,
        UUID scope,
        @Nullable UUID after,
        @Nullable UUID until,
        List<UUID> ids,
        List<Long> versions) {
    public HeldRecords {
        ids = List.copyOf(ids);
        versions = List.copyOf(versions);
    }
}
