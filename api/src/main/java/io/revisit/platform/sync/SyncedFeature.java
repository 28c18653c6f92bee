package io.revisit.platform.sync;

import io.revisit.contract.ErrorCode;
import io.revisit.platform.database.Transaction;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.security.Viewer;
import io.revisit.sync.change.Change;
import io.revisit.sync.collection.SyncedTable;
import reactor.core.publisher.Mono;

/** One bean per collection: where its records are stored, and which service applies what phones did to them. */
public interface SyncedFeature extends SyncedTable {

    /**
     * Applies a change by the same service that GraphQL uses; it is one that {@link #accepts()} allows. By default phones
     * only read.
     */
    default Mono<Void> apply(Transaction transaction, Viewer viewer, Change change) {
        return Mono.error(new ApiException(ErrorCode.FORBIDDEN));
    }
}
