package io.revisit.mobile.rxdb;

import io.revisit.platform.security.Viewer;
import io.revisit.sync.collection.Collection;
import io.revisit.sync.pull.Reader;

/**
 * One collection replicated by one phone.
 *
 * @param schema the version of the schema that its application knows
 * @param attachments whether it replicates attachments, too
 */
record Replication(Viewer viewer, Collection collection, int schema, boolean attachments) {

    Reader reader() {
        return new Reader(viewer.tenantId(), viewer.userId());
    }
}
