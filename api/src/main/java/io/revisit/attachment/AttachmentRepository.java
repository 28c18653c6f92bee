package io.revisit.attachment;

import static io.revisit.platform.database.Statements.nullable;

import io.r2dbc.spi.Readable;
import io.revisit.platform.database.Statements;
import io.revisit.platform.database.Transaction;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** How the metadata of attachments are written, and read by the doors of their content. */
@Repository
public class AttachmentRepository {
    private static final String INSERT =
            """
            insert into attachment (tenant_id, id, customer_id, visit_id, ticket_id, file_name, media_type, byte_count, sha256,
                                    state, created_by, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            on conflict (tenant_id, id) do nothing
            """;

    /** The customer whom all that is given has in common, or no row. */
    private static final String CUSTOMER_OF =
            """
            select min(customer_id::text)::uuid
            from (select $2::uuid as customer_id where $2 is not null
                  union all
                  select customer_id from visit where tenant_id = $1 and id = $3
                  union all
                  select customer_id from service_ticket where tenant_id = $1 and id = $4) as parent
            having count(distinct customer_id) = 1
            """;

    private static final String FIND =
            """
            select id, file_name, media_type, byte_count, sha256, state, created_by, customer_id, version
            from attachment
            where tenant_id = $1 and id = $2 and deleted_at is null
            """;

    private static final String LOCK = FIND + "for no key update";

    private static final String STORE =
            """
            update attachment set state = 'STORED'
            where tenant_id = $1 and id = $2 and state = 'PENDING' and deleted_at is null
            """;

    private static final String REMOVE = "update attachment set deleted_at = $3 where tenant_id = $1 and id = $2";

    private static final String ABANDON_UPLOAD =
            """
            with abandoned as (delete from attachment_upload where tenant_id = $1 and attachment_id = $2 returning generation)
            insert into attachment_garbage (tenant_id, generation, due_at) select $1, generation, $3 from abandoned
            """;

    /** False when the id is taken. */
    Mono<Boolean> insert(
            Transaction transaction,
            UUID id,
            UUID customerId,
            @Nullable UUID visitId,
            @Nullable UUID ticketId,
            NewAttachment announced,
            boolean stored) {
        return transaction
                .update(
                        INSERT,
                        transaction.actor().tenantId(),
                        id,
                        customerId,
                        nullable(visitId, UUID.class),
                        nullable(ticketId, UUID.class),
                        announced.fileName(),
                        announced.mediaType(),
                        announced.byteCount(),
                        announced.sha256(),
                        stored ? "STORED" : "PENDING",
                        nullable(transaction.actor().userId(), UUID.class),
                        transaction.now())
                .map(inserted -> inserted == 1);
    }

    Mono<UUID> customerOf(
            Transaction transaction, @Nullable UUID customerId, @Nullable UUID visitId, @Nullable UUID ticketId) {
        return transaction.queryOne(
                CUSTOMER_OF,
                row -> Objects.requireNonNull(row.get(0, UUID.class)),
                transaction.actor().tenantId(),
                nullable(customerId, UUID.class),
                nullable(visitId, UUID.class),
                nullable(ticketId, UUID.class));
    }

    /** Any attachment that has not been removed, whoever may see it. */
    public Mono<Attachment> find(Statements statements, UUID tenantId, UUID id) {
        return statements.queryOne(FIND, AttachmentRepository::attachment, tenantId, id);
    }

    /** The same, and nobody changes it until the transaction ends. */
    public Mono<Attachment> lock(Transaction transaction, UUID id) {
        return transaction.queryOne(
                LOCK, AttachmentRepository::attachment, transaction.actor().tenantId(), id);
    }

    /** Says that the content has arrived; false when it was not waited for any more. */
    public Mono<Boolean> store(Transaction transaction, UUID id) {
        return transaction.update(STORE, transaction.actor().tenantId(), id).map(stored -> stored == 1);
    }

    /** Removes it with whatever has been uploaded for it. */
    public Mono<Void> remove(Transaction transaction, UUID id) {
        return transaction
                .update(REMOVE, transaction.actor().tenantId(), id, transaction.now())
                .then(Mono.defer(() -> abandonUpload(transaction, id)))
                .then();
    }

    /** Forgets what has been uploaded; true when there was an upload. */
    public Mono<Boolean> abandonUpload(Transaction transaction, UUID id) {
        return transaction
                .update(ABANDON_UPLOAD, transaction.actor().tenantId(), id, transaction.now())
                .map(abandoned -> abandoned == 1);
    }

    private static Attachment attachment(Readable row) {
        return new Attachment(
                Objects.requireNonNull(row.get(0, UUID.class)),
                new NewAttachment(
                        Objects.requireNonNull(row.get(1, String.class)),
                        Objects.requireNonNull(row.get(2, String.class)),
                        Objects.requireNonNull(row.get(3, Long.class)),
                        Objects.requireNonNull(row.get(4, String.class))),
                "STORED".equals(row.get(5, String.class)),
                row.get(6, UUID.class),
                Objects.requireNonNull(row.get(7, UUID.class)),
                Objects.requireNonNull(row.get(8, Integer.class)));
    }
}
