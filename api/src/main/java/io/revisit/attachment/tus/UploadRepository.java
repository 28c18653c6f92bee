package io.revisit.attachment.tus;

import io.r2dbc.spi.Readable;
import io.revisit.attachment.Attachment;
import io.revisit.platform.database.Statements;
import io.revisit.platform.database.Transaction;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** How uploads are written and found. */
@Repository
class UploadRepository {
    private static final String COUNT =
            "select count(*) from attachment_upload where tenant_id = $1 and created_by = $2 and expires_at > $3";

    private static final String INSERT =
            """
            insert into attachment_upload (tenant_id, attachment_id, generation, created_by, expires_at)
            values ($1, $2, $3, $4, $5)
            """;

    private static final String FIND =
            """
            select generation, received_bytes, part_offsets, writer_until, expires_at
            from attachment_upload
            where tenant_id = $1 and attachment_id = $2
            """;

    private static final String FIND_LOCKED = FIND + "for update";

    private static final String LOCK =
            """
            update attachment_upload set writer = $3, writer_until = $4 where tenant_id = $1 and attachment_id = $2
            """;

    private static final String RENEW =
            """
            update attachment_upload set writer_until = $4 where tenant_id = $1 and attachment_id = $2 and writer = $3
            """;

    private static final String RELEASE =
            """
            update attachment_upload set writer = null, writer_until = null
            where tenant_id = $1 and attachment_id = $2 and writer = $3
            """;

    private static final String RECORD =
            """
            update attachment_upload
            set received_bytes = $5, part_offsets = part_offsets || $6, writer_until = $7, expires_at = $8
            where tenant_id = $1 and attachment_id = $2 and writer = $3 and received_bytes = $4
            """;

    private static final String COMPLETE =
            """
            with completed as (delete from attachment_upload
                               where tenant_id = $1 and attachment_id = $2 and writer = $3
                               returning generation)
            insert into attachment_garbage (tenant_id, generation, due_at) select $1, generation, $4 from completed
            """;

    /** How many uploads a user has begun and not completed. */
    Mono<Long> count(Transaction transaction, UUID userId) {
        return transaction
                .query(
                        COUNT,
                        row -> Objects.requireNonNull(row.get(0, Long.class)),
                        transaction.actor().tenantId(),
                        userId,
                        time(transaction.now()))
                .single();
    }

    Mono<Void> insert(Transaction transaction, UUID attachmentId, UUID generation, UUID createdBy, Instant expiresAt) {
        return transaction
                .update(INSERT, transaction.actor().tenantId(), attachmentId, generation, createdBy, time(expiresAt))
                .then();
    }

    Mono<Upload> find(Statements statements, UUID tenantId, Attachment attachment) {
        return statements.queryOne(FIND, row -> upload(row, attachment), tenantId, attachment.id());
    }

    /** The same, and nobody changes it until the transaction ends. */
    Mono<Upload> findLocked(Transaction transaction, Attachment attachment) {
        return transaction.queryOne(
                FIND_LOCKED, row -> upload(row, attachment), transaction.actor().tenantId(), attachment.id());
    }

    Mono<Void> lock(Transaction transaction, UUID attachmentId, UUID writer, Instant until) {
        return transaction
                .update(LOCK, transaction.actor().tenantId(), attachmentId, writer, time(until))
                .then();
    }

    /** False when the lock is another's by now. */
    Mono<Boolean> renew(Transaction transaction, UploadLock lock, Instant until) {
        return transaction
                .update(RENEW, transaction.actor().tenantId(), lock.upload().attachmentId(), lock.writer(), time(until))
                .map(renewed -> renewed == 1);
    }

    Mono<Void> release(Transaction transaction, UploadLock lock) {
        return transaction
                .update(RELEASE, transaction.actor().tenantId(), lock.upload().attachmentId(), lock.writer())
                .then();
    }

    /** Notes parts that lie in the store; false when the lock is another's by now. */
    Mono<Boolean> record(
            Transaction transaction,
            UploadLock lock,
            long from,
            long to,
            Collection<Long> parts,
            Instant lockedUntil,
            Instant expiresAt) {
        return transaction
                .update(
                        RECORD,
                        transaction.actor().tenantId(),
                        lock.upload().attachmentId(),
                        lock.writer(),
                        from,
                        to,
                        parts.toArray(Long[]::new),
                        time(lockedUntil),
                        time(expiresAt))
                .map(recorded -> recorded == 1);
    }

    /** Ends an upload, whose bytes are garbage from now on; false when the lock is another's by now. */
    Mono<Boolean> end(Transaction transaction, UploadLock lock) {
        return transaction
                .update(
                        COMPLETE,
                        transaction.actor().tenantId(),
                        lock.upload().attachmentId(),
                        lock.writer(),
                        transaction.now())
                .map(ended -> ended == 1);
    }

    private static Upload upload(Readable row, Attachment attachment) {
        OffsetDateTime lockedUntil = row.get(3, OffsetDateTime.class);
        return new Upload(
                attachment.id(),
                attachment.announced(),
                Objects.requireNonNull(row.get(0, UUID.class)),
                Objects.requireNonNull(row.get(1, Long.class)),
                List.of(Objects.requireNonNull(row.get(2, Long[].class))),
                lockedUntil == null ? null : lockedUntil.toInstant(),
                Objects.requireNonNull(row.get(4, OffsetDateTime.class)).toInstant());
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
