package io.revisit.mobile.events;

import io.revisit.platform.database.Database;
import java.util.Collection;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds whom changes concern. */
@Repository
class ConcernedRepository {
    private final Database database;

    ConcernedRepository(Database database) {
        this.database = database;
    }

    private static final String CONCERNED =
            """
            select distinct user_id from sync_grant
            where tenant_id = $1 and scope = any ($2) and user_id = any ($3) and revoked_xid is null
            """;

    /** Those of the users who have one of the scopes now. */
    Mono<Collection<UUID>> concerned(UUID tenantId, Collection<UUID> scopes, Collection<UUID> users) {
        return database.read(tenantId, statements -> {
            Flux<UUID> found = statements.query(
                    CONCERNED,
                    row -> Objects.requireNonNull(row.get(0, UUID.class)),
                    tenantId,
                    scopes.toArray(UUID[]::new),
                    users.toArray(UUID[]::new));
            return found.collectList().map(list -> (Collection<UUID>) list);
        });
    }
}
