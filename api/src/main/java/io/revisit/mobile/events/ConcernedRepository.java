package io.revisit.mobile.events;

import io.r2dbc.spi.Readable;
import io.revisit.platform.database.Database;
import io.revisit.platform.database.Statements;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads what transactions announced on whichever node, and finds whom it concerns. */
@Repository
class ConcernedRepository {
    private final Database database;

    ConcernedRepository(Database database) {
        this.database = database;
    }

    /** What was announced: of a tenant a scope, {@code @user} or {@code *}. */
    record Notice(UUID tenantId, String concerned) {}

    /** What was announced since a snapshot, and the snapshot to ask with next. */
    record Notices(String snapshot, List<Notice> notices) {}

    private static final String NOTICES = "select snapshot, tenant, concerned from sync_notices($1::text::pg_snapshot)";

    /** Without a snapshot only the one to begin with. */
    Mono<Notices> since(@Nullable String snapshot) {
        return database.readWithoutTenant(statements -> statements
                .query(NOTICES, ConcernedRepository::row, Statements.nullable(snapshot, String.class))
                .collectList()
                .map(rows -> new Notices(
                        rows.get(0).snapshot(),
                        rows.stream().flatMap(row -> row.notices().stream()).toList())));
    }

    private static Notices row(Readable row) {
        UUID tenantId = row.get(1, UUID.class);
        return new Notices(
                Objects.requireNonNull(row.get(0, String.class)),
                tenantId == null
                        ? List.of()
                        : List.of(new Notice(tenantId, Objects.requireNonNull(row.get(2, String.class)))));
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
