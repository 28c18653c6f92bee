package io.revisit.contact;

import io.revisit.platform.database.Transaction;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** How contacts are written. */
@Repository
class ContactWritesRepository {
    private static final String INSERT =
            """
            insert into contact (tenant_id, id, customer_id, name, title, phone, email, main)
            select $1, $2, $3, p.name, p.title, p.phone, p.email, coalesce(p.main, false)
            from jsonb_populate_record(null::contact, $4::jsonb) as p
            on conflict (tenant_id, id) do nothing
            """;

    private static final String LOCK =
            """
            select customer_id, version from contact
            where tenant_id = $1 and id = $2 and deleted_at is null for no key update
            """;

    private static final String LOCK_CUSTOMER =
            "select 1 from customer where tenant_id = $1 and id = $2 for no key update";

    private static final String LOCK_CUSTOMER_OF =
            """
            select 1 from customer
            where tenant_id = $1 and id = (select customer_id from contact where tenant_id = $1 and id = $2)
            for no key update
            """;

    private static final String UNMARK_OTHERS =
            """
            update contact set main = false
            where tenant_id = $1 and customer_id = $2 and main and deleted_at is null and id <> $3
            """;

    /** Keys of the patch are columns; columns that it lacks stay as they are. */
    private static final String UPDATE =
            """
            update contact as c
            set (name, title, phone, email, main) =
                (select p.name, p.title, p.phone, p.email, p.main from jsonb_populate_record(c, $3::jsonb) as p)
            where c.tenant_id = $1 and c.id = $2
            """;

    private static final String DELETE = "update contact set deleted_at = $3 where tenant_id = $1 and id = $2";

    /** False when the id is taken. */
    Mono<Boolean> insert(Transaction transaction, UUID id, UUID customerId, String patch) {
        return transaction
                .update(INSERT, transaction.actor().tenantId(), id, customerId, patch)
                .map(inserted -> inserted == 1);
    }

    /** Empty when it has been removed. */
    Mono<Contact> lock(Transaction transaction, UUID id) {
        return transaction.queryOne(
                LOCK,
                row -> new Contact(
                        Objects.requireNonNull(row.get(0, UUID.class)),
                        Objects.requireNonNull(row.get(1, Integer.class))),
                transaction.actor().tenantId(),
                id);
    }

    /** To be done before a contact is locked that shall be the main one, so that two such changes never wait crosswise. */
    Mono<Void> lockCustomerOf(Transaction transaction, UUID id) {
        return transaction
                .query(LOCK_CUSTOMER_OF, row -> true, transaction.actor().tenantId(), id)
                .then();
    }

    /** Makes way for this contact: afterwards no other one of the customer is the main one, nor becomes it meanwhile. */
    Mono<Void> takeMainMark(Transaction transaction, UUID customerId, UUID id) {
        UUID tenantId = transaction.actor().tenantId();
        return transaction
                .query(LOCK_CUSTOMER, row -> true, tenantId, customerId)
                .then(Mono.defer(() -> transaction.update(UNMARK_OTHERS, tenantId, customerId, id)))
                .then();
    }

    Mono<Void> update(Transaction transaction, UUID id, String patch) {
        return transaction
                .update(UPDATE, transaction.actor().tenantId(), id, patch)
                .then();
    }

    Mono<Void> delete(Transaction transaction, UUID id) {
        return transaction
                .update(DELETE, transaction.actor().tenantId(), id, transaction.now())
                .then();
    }
}
