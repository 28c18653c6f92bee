package io.revisit.sync.push;

import io.revisit.sync.collection.Collection;
import java.util.UUID;

/** A mutation needs a record that does not exist yet. */
final class MissingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Collection collection;
    private final UUID recordId;

    MissingException(Collection collection, UUID recordId) {
        super(recordId.toString(), null, false, false);
        this.collection = collection;
        this.recordId = recordId;
    }

    Collection collection() {
        return collection;
    }

    UUID recordId() {
        return recordId;
    }
}
