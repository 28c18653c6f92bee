package io.revisit.mobile.watermelon;

import io.revisit.platform.database.Database;
import io.revisit.platform.database.Statements;
import io.revisit.platform.security.Viewer;
import io.revisit.sync.collection.Collection;
import io.revisit.sync.collection.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks at records of any collection with a phone's eyes. */
@Repository
class RecordRepository {
    private static final String OF_SCOPES =
            "select distinct collection, id from sync_record where tenant_id = $1 and scope = any ($2)";

    private static final String GRANTED =
            """
            to_jsonb(r) ->> 'deleted_at' is null
            and exists (select from sync_grant g
                        where g.tenant_id = $1 and g.user_id = $2 and g.scope = any (%s) and g.revoked_xid is null)
            """;

    private static final String GONE =
            """
            select wanted.id from unnest($3::uuid[]) as wanted (id)
            where not exists (select from %s r where r.tenant_id = $1 and r.id = wanted.id and %s)
            """;

    private static final String CURRENT = "select %s::text from %s r where r.tenant_id = $1 and r.id = any ($3) and %s";

    private static final String EXISTING = "select r.id from %s r where r.tenant_id = $1 and r.id = any ($2)";

    /**
     * The version that each record had in a snapshot. Its last change is judged by its transaction; of earlier ones only the
     * writer is known, who may have been a part of a transaction, so that any which may have been under way counts as unseen.
     */
    private static final String BASES =
            """
            with here as (select pg_snapshot_xmax(pg_current_snapshot())::text::bigint as xid)
            select r.id,
                   case when not exists (select from sync_record s
                                         where s.tenant_id = $1 and s.collection = $4 and s.id = r.id and s.scope = any (%s)
                                           and not pg_visible_in_snapshot(s.changed_xid, $3::text::pg_snapshot))
                        then r.sync_version
                        else coalesce((
                            select min(c.version) - 1
                            from sync_change c, here
                            cross join lateral (select (here.xid & ~4294967295) + c.xmin::text::bigint as xid) as same
                            where c.tenant_id = $1 and c.id = r.id
                              and same.xid - case when same.xid > here.xid then 4294967296 else 0 end
                                  >= pg_snapshot_xmin($3::text::pg_snapshot)::text::bigint), r.sync_version)
                   end
            from %s r where r.tenant_id = $1 and r.id = any ($2)
            """;

    private final Database database;
    private final Collections collections;

    RecordRepository(Database database, Collections collections) {
        this.database = database;
        this.collections = collections;
    }

    /** Those of the departed records that stand in no other scope which the viewer has. */
    Mono<Map<String, Set<UUID>>> gone(Viewer viewer, Departures departures) {
        if (departures.isEmpty()) {
            return Mono.just(Map.of());
        }
        return database.read(viewer.tenantId(), statements -> candidates(statements, viewer, departures)
                .flatMapMany(candidates -> Flux.fromIterable(candidates.entrySet()))
                .concatMap(entry -> gone(statements, viewer, entry.getKey(), entry.getValue())
                        .map(ids -> Map.entry(entry.getKey(), ids)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Mono<Map<String, Set<UUID>>> candidates(
            Statements statements, Viewer viewer, Departures departures) {
        Departures all = Departures.none().and(departures);
        UUID[] scopes = departures.scopes().toArray(UUID[]::new);
        return scopes.length == 0
                ? Mono.just(all.records())
                : statements
                        .query(
                                OF_SCOPES,
                                row -> Map.entry(
                                        Objects.requireNonNull(row.get(0, String.class)),
                                        Objects.requireNonNull(row.get(1, UUID.class))),
                                viewer.tenantId(),
                                scopes)
                        .doOnNext(record -> all.add(record.getKey(), record.getValue()))
                        .then(Mono.fromSupplier(all::records));
    }

    private Mono<Set<UUID>> gone(Statements statements, Viewer viewer, String name, Set<UUID> ids) {
        return Mono.justOrEmpty(collections.named(name)).flatMap(collection -> statements
                .query(
                        GONE.formatted(collection.table(), GRANTED.formatted(collection.scopes())),
                        RecordRepository::id,
                        viewer.tenantId(),
                        viewer.userId(),
                        ids.toArray(UUID[]::new))
                .collect(Collectors.<UUID, Set<UUID>>toCollection(LinkedHashSet::new)));
    }

    /** The records as arrays, as far as the viewer has them. */
    Mono<List<String>> current(Viewer viewer, Collection collection, int schemaVersion, Set<UUID> ids) {
        return database.read(viewer.tenantId(), statements -> statements
                .query(
                        CURRENT.formatted(
                                collection.asArray(schemaVersion, "null"),
                                collection.table(),
                                GRANTED.formatted(collection.scopes())),
                        row -> Objects.requireNonNull(row.get(0, String.class)),
                        viewer.tenantId(),
                        viewer.userId(),
                        ids.toArray(UUID[]::new))
                .collectList());
    }

    /** Those of the records that exist or existed. */
    Mono<Map<String, Set<UUID>>> existing(Viewer viewer, Map<String, Set<UUID>> wanted) {
        return each(
                viewer,
                wanted,
                (statements, collection) -> ids -> statements
                        .query(EXISTING.formatted(collection.table()), RecordRepository::id, viewer.tenantId(), ids)
                        .collect(Collectors.toSet()));
    }

    /** The versions that the records had in a snapshot. */
    Mono<Map<String, Map<UUID, Long>>> bases(Viewer viewer, Map<String, Set<UUID>> wanted, String snapshot) {
        return each(
                viewer,
                wanted,
                (statements, collection) -> ids -> statements
                        .query(
                                BASES.formatted(collection.scopes(), collection.table()),
                                row -> Map.entry(id(row), Objects.requireNonNull(row.get(1, Long.class))),
                                viewer.tenantId(),
                                ids,
                                snapshot,
                                collection.name())
                        .collectMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private <T> Mono<Map<String, T>> each(
            Viewer viewer,
            Map<String, Set<UUID>> wanted,
            java.util.function.BiFunction<Statements, Collection, Function<UUID[], Mono<T>>> query) {
        return database.read(viewer.tenantId(), statements -> Flux.fromIterable(wanted.entrySet())
                .concatMap(entry -> {
                    Collection collection = collections.named(entry.getKey()).orElseThrow();
                    return query.apply(statements, collection)
                            .apply(entry.getValue().toArray(UUID[]::new))
                            .map(found -> Map.entry(entry.getKey(), found));
                })
                .collect(LinkedHashMap::new, (all, entry) -> all.put(entry.getKey(), entry.getValue())));
    }

    private static UUID id(io.r2dbc.spi.Readable row) {
        return Objects.requireNonNull(row.get(0, UUID.class));
    }
}
