package io.revisit.customer;

import io.revisit.platform.database.Transaction;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** How customers are written. */
@Repository
class CustomerRepository {
    private static final String LOCK =
            "select version from customer where tenant_id = $1 and id = $2 for no key update";

    /** Keys of the patch are columns; columns that it lacks stay as they are. */
    private static final String UPDATE =
            """
            update customer as c
            set (name, tier, segment, industry, phone, email, street, city, region, postal_code, country_code, zone,
                 owner_id, tags, interests, attributes) =
                (select p.name, p.tier, p.segment, p.industry, p.phone, p.email, p.street, p.city, p.region,
                        p.postal_code, p.country_code, p.zone, p.owner_id, p.tags, p.interests, p.attributes
                 from jsonb_populate_record(c, $3::jsonb) as p)
            where c.tenant_id = $1 and c.id = $2
            """;

    /** The customer's version. */
    Mono<Integer> lock(Transaction transaction, UUID id) {
        return transaction.queryOne(
                LOCK,
                row -> Objects.requireNonNull(row.get(0, Integer.class)),
                transaction.actor().tenantId(),
                id);
    }

    Mono<Void> update(Transaction transaction, UUID id, String patch) {
        return transaction
                .update(UPDATE, transaction.actor().tenantId(), id, patch)
                .then();
    }
}
