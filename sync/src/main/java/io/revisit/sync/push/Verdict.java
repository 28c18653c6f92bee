package io.revisit.sync.push;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a mutation.
 *
 * @param outcome what became of it
 * @param replayed whether that had been decided before
 * @param current the record as it stands for this viewer now, null when there is none that he may see
 */
public record Verdict(Outcome outcome, boolean replayed, @Nullable Current current) {

    /** A record's fields, and its version for sync. */
    public record Current(Map<String, @Nullable Object> fields, long syncVersion) {}
}
