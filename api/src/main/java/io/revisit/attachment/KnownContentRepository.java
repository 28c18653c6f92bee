package io.revisit.attachment;

import io.revisit.platform.database.Transaction;
import io.revisit.platform.projection.QueryRepository;
import io.revisit.platform.security.Viewer;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds out whether content need not be sent again. Only what the viewer may read already counts: otherwise a hash would tell
 * whether a file exists, and open it.
 */
@Repository
public class KnownContentRepository {
    /** Among so many attachments of one content a person's own are found, since they come first. */
    private static final int MOST_CANDIDATES = 20;

    /** Locked, so that it does not go before this transaction refers to it. */
    private static final String LOCK_BLOB =
            """
            select true from attachment_blob
            where tenant_id = $1 and sha256 = $2 and byte_count = $3 and media_type = $4
            for key share
            """;

    private static final String CANDIDATES =
            """
            select id from attachment
            where tenant_id = $1 and stored_sha256 = $2
            order by (created_by = $3) desc nulls last, created_at desc
            limit $4
            """;

    private final QueryRepository queries;

    KnownContentRepository(QueryRepository queries) {
        this.queries = queries;
    }

    public Mono<Boolean> isKnown(Transaction transaction, Viewer viewer, NewAttachment announced) {
        return transaction
                .queryOne(
                        LOCK_BLOB,
                        row -> true,
                        viewer.tenantId(),
                        announced.sha256(),
                        announced.byteCount(),
                        announced.mediaType())
                .flatMap(locked -> isReadable(transaction, viewer, announced.sha256()))
                .defaultIfEmpty(false);
    }

    private Mono<Boolean> isReadable(Transaction transaction, Viewer viewer, String sha256) {
        return transaction
                .query(
                        CANDIDATES,
                        row -> Objects.requireNonNull(row.get(0, UUID.class)),
                        viewer.tenantId(),
                        sha256,
                        viewer.userId(),
                        MOST_CANDIDATES)
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .concatMap(id -> queries.sees(transaction, viewer, "Attachment", id))
                .any(Boolean::booleanValue);
    }
}
