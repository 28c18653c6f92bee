package io.revisit.attachment.store;

import io.revisit.contract.ErrorCode;
import io.revisit.platform.database.Statements;
import io.revisit.platform.database.Transaction;
import io.revisit.platform.error.ApiException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Which blobs a tenant has, and which objects in the store are to be deleted. */
@Repository
public class BlobRepository {
    private static final String FIND = "select generation from attachment_blob where tenant_id = $1 and sha256 = $2";

    private static final String LOCK = FIND + " for key share";

    private static final String INSERT =
            """
            insert into attachment_blob (tenant_id, sha256, generation, byte_count, media_type)
            values ($1, $2, $3, $4, $5)
            on conflict (tenant_id, sha256) do nothing
            """;

    private static final String INTEND =
            """
            insert into attachment_garbage (tenant_id, generation, sha256, due_at) values ($1, $2, $3, $4)
            """;

    private static final String FORGET = "delete from attachment_garbage where tenant_id = $1 and generation = $2";

    private static final String DUE =
            """
            select generation, sha256 from attachment_garbage where tenant_id = $1 and due_at <= $2 order by due_at limit $3
            """;

    private static final String ORPHANS =
            """
            select sha256 from attachment_blob b
            where tenant_id = $1 and created_at <= $2
              and not exists (select from attachment a where a.tenant_id = b.tenant_id and a.stored_sha256 = b.sha256)
            limit $3
            """;

    private static final String LOCK_ORPHAN =
            "select generation from attachment_blob where tenant_id = $1 and sha256 = $2 for update";

    /** A statement of its own, after the lock: it sees whoever referred to the blob while we waited. */
    private static final String DELETE_ORPHAN =
            """
            with orphan as (
                delete from attachment_blob b
                where tenant_id = $1 and sha256 = $2
                  and not exists (select from attachment a where a.tenant_id = b.tenant_id and a.stored_sha256 = b.sha256)
                returning tenant_id, generation, sha256)
            insert into attachment_garbage (tenant_id, generation, sha256, due_at)
            select tenant_id, generation, sha256, $3 from orphan
            """;

    /** The blob with this content; nothing when the tenant has none. */
    public Mono<BlobName> find(Statements statements, UUID tenantId, String sha256) {
        return statements.queryOne(
                FIND,
                row -> new BlobName(tenantId, sha256, Objects.requireNonNull(row.get(0, UUID.class))),
                tenantId,
                sha256);
    }

    /** The same, and it stays until the transaction ends. */
    public Mono<Boolean> lock(Transaction transaction, String sha256) {
        return transaction
                .queryOne(LOCK, row -> true, transaction.actor().tenantId(), sha256)
                .defaultIfEmpty(false);
    }

    /** Says before bytes are stored that they are garbage from some time on, unless {@link #adopt} is done first. */
    public Mono<Void> intend(Transaction transaction, BlobName blob, Instant dueAt) {
        return transaction
                .update(INTEND, blob.tenantId(), blob.generation(), blob.sha256(), dueAt.atOffset(ZoneOffset.UTC))
                .then();
    }

    /** Makes stored bytes the tenant's blob; false when it has one with this content by now. */
    public Mono<Boolean> adopt(Transaction transaction, BlobName blob, long byteCount, String mediaType) {
        return transaction
                .update(INSERT, blob.tenantId(), blob.sha256(), blob.generation(), byteCount, mediaType)
                .flatMap(inserted -> inserted == 1
                        ? forget(transaction, blob.generation()).flatMap(BlobRepository::requireKept)
                        : Mono.just(false));
    }

    /** Takes an object off the list of garbage; false when it was not there. */
    public Mono<Boolean> forget(Transaction transaction, UUID generation) {
        return transaction
                .update(FORGET, transaction.actor().tenantId(), generation)
                .map(forgotten -> forgotten == 1);
    }

    /** Objects to be deleted now. */
    public Flux<Garbage> due(Transaction transaction, int most) {
        return transaction.query(
                DUE,
                row -> new Garbage(Objects.requireNonNull(row.get(0, UUID.class)), row.get(1, String.class)),
                transaction.actor().tenantId(),
                transaction.now(),
                most);
    }

    /** Contents stored before that time which no attachment refers to. */
    public Flux<String> orphans(Transaction transaction, Instant storedBefore, int most) {
        return transaction.query(
                ORPHANS,
                row -> Objects.requireNonNull(row.get(0, String.class)),
                transaction.actor().tenantId(),
                storedBefore.atOffset(ZoneOffset.UTC),
                most);
    }

    /** Makes a blob garbage, unless an attachment refers to it by now. */
    public Mono<Boolean> abandon(Transaction transaction, String sha256) {
        return transaction
                .query(LOCK_ORPHAN, row -> true, transaction.actor().tenantId(), sha256)
                .then(Mono.defer(() ->
                        transaction.update(DELETE_ORPHAN, transaction.actor().tenantId(), sha256, transaction.now())))
                .map(abandoned -> abandoned == 1);
    }

    /** Bytes that were taken out as garbage meanwhile must not be referred to. */
    private static Mono<Boolean> requireKept(boolean kept) {
        return kept ? Mono.just(true) : Mono.error(new ApiException(ErrorCode.UNAVAILABLE));
    }
}
