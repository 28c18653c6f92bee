package io.revisit.mobile.rxdb;

import io.revisit.platform.database.Database;
import io.revisit.sync.collection.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** What an RxDB phone must forget: it knows records and no scopes. */
@Repository
class RxdbRepository {
    private static final String GONE =
            """
            select c.id
            from (select id from sync_record where tenant_id = $1 and scope = any ($4) and collection = $3
                  union
                  select unnest($5::uuid[])) as c
            where not exists (
                select from %s r
                cross join lateral unnest(%s) as s (scope)
                join sync_record k
                    on k.tenant_id = $1 and k.scope = s.scope and k.collection = $3 and k.id = r.id and not k.deleted
                join sync_grant g
                    on g.tenant_id = $1 and g.user_id = $2 and g.scope = s.scope and g.revoked_xid is null
                where r.tenant_id = $1 and r.id = c.id)
            """;

    private final Database database;

    RxdbRepository(Database database) {
        this.database = database;
    }

    /** Those records, out of the lost scopes and the named ones, that stand in no scope that the viewer has. */
    Mono<List<UUID>> gone(Replication replication, Set<UUID> lostScopes, Set<UUID> ids) {
        if (lostScopes.isEmpty() && ids.isEmpty()) {
            return Mono.just(List.of());
        }
        Collection collection = replication.collection();
        return database.read(replication.viewer().tenantId(), statements -> statements
                .query(
                        GONE.formatted(collection.table(), collection.scopes()),
                        row -> Objects.requireNonNull(row.get(0, UUID.class)),
                        replication.viewer().tenantId(),
                        replication.viewer().userId(),
                        collection.name(),
                        lostScopes.toArray(UUID[]::new),
                        ids.toArray(UUID[]::new))
                .collectList());
    }
}
