package io.revisit.attachment.cleaning;

import io.revisit.platform.database.Database;
import io.revisit.platform.database.Transaction;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds uploads and announcements that nobody goes on with. */
@Repository
class StaleRepository {
    private static final String TENANTS = "select tenants_with_attachments()";

    private static final String EXPIRED_UPLOADS =
            """
            select attachment_id from attachment_upload
            where tenant_id = $1 and expires_at <= $2 and (writer_until is null or writer_until <= $2)
            order by expires_at
            limit $3
            """;

    private static final String PENDING =
            """
            select a.id from attachment a
            where a.tenant_id = $1 and a.state = 'PENDING' and a.deleted_at is null and a.created_at <= $2
              and not exists (select from attachment_upload u where u.tenant_id = a.tenant_id and u.attachment_id = a.id)
            order by a.created_at
            limit $3
            """;

    private final Database database;

    StaleRepository(Database database) {
        this.database = database;
    }

    Mono<List<UUID>> tenants() {
        return database.readWithoutTenant(statements -> statements
                .query(TENANTS, row -> Objects.requireNonNull(row.get(0, UUID.class)))
                .collectList());
    }

    /** Attachments whose upload has rested for too long. */
    Flux<UUID> expiredUploads(Transaction transaction, int most) {
        return ids(transaction, EXPIRED_UPLOADS, transaction.now(), most);
    }

    /** Attachments announced before that time, of which nothing has arrived. */
    Flux<UUID> pendingAttachments(Transaction transaction, Instant before, int most) {
        return ids(transaction, PENDING, before, most);
    }

    private static Flux<UUID> ids(Transaction transaction, String sql, Instant time, int most) {
        return transaction.query(
                sql,
                row -> Objects.requireNonNull(row.get(0, UUID.class)),
                transaction.actor().tenantId(),
                time.atOffset(ZoneOffset.UTC),
                most);
    }
}
