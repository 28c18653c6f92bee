package io.revisit.sync.digest;

import io.revisit.sync.cursor.Snapshot;
import java.util.List;

/** The digest of each collection, and the snapshot in which all of them hold. */
public record Totals(Snapshot snapshot, List<Digest> collections) {
    public Totals {
        collections = List.copyOf(collections);
    }
}
