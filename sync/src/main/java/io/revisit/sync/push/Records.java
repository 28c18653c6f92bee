package io.revisit.sync.push;

import static io.revisit.sync.push.Sql.nullable;
import static io.revisit.sync.push.Sql.required;

import io.r2dbc.spi.Readable;
import io.revisit.sync.change.FieldValues;
import io.revisit.sync.collection.Collection;
import io.revisit.sync.push.Verdict.Current;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Looks at records of any collection, and at what happened to them. */
final class Records {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<@Nullable Object>> ROW = new TypeReference<>() {};
    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    /** Whoever creates a record and whoever misses it wait for each other here. */
    private static final String LOCK_ID =
            "select pg_advisory_xact_lock(hashtextextended('record ' || $1::text || $2::text, 0))";

    private static final String LOCK =
            """
            select %s::text, r.sync_version, %s, coalesce(to_jsonb(r) ->> 'deleted_at' is not null, false)
            from %s r where r.tenant_id = $1 and r.id = $2 for no key update of r
            """;

    private static final String SCOPES = "select %s from %s r where r.tenant_id = $1 and r.id = $2";

    /** A record that was removed from its table altogether leaves its tombstones. */
    private static final String TOMBSTONES =
            """
            select array_agg(scope) from sync_record
            where tenant_id = $1 and collection = $2 and id = $3 and deleted
            having count(*) > 0
            """;

    /**
     * Only the changes since the base, but all there are when the base is unknown. Whoever names none, but has created the
     * record, means what he created.
     */
    private static final String HISTORY =
            """
            with base as (
                select coalesce($3, (select 0 from sync_mutation
                                     where tenant_id = $1 and created_id = $2 and device_id = $6
                                       and claimed_at > current_instant() - $4 * interval '1 microsecond')) as version
            ), known as (
                select version,
                       coalesce(case when $3 is null then version = 0 else version between sync_clock() - $4 and $5 end, false) as is
                from base
            )
            select known.is, c.device_id, c.actor_id, c.changed_at, c.before::text
            from known
            left join lateral (select version, device_id, actor_id, changed_at, before from sync_change
                               where tenant_id = $1 and id = $2 and version > case when known.is then known.version else 0 end
                               order by version desc limit 500) as c on true
            order by c.version
            """;

    /** Of each scope whether the user has it, and whether he had it in the snapshot. */
    private static final String RIGHTS =
            """
            select scope, bool_or(revoked_xid is null),
                   coalesce(bool_or(pg_visible_in_snapshot(granted_xid, $4::pg_snapshot)
                                    and (revoked_xid is null or not pg_visible_in_snapshot(revoked_xid, $4::pg_snapshot))), false)
            from sync_grant
            where tenant_id = $1 and user_id = $2 and scope = any ($3)
            group by scope
            """;

    private static final String CURRENT =
            """
            select r.id, r.sync_version, %s::text
            from %s r
            where r.tenant_id = $1 and r.id = any ($3) and to_jsonb(r) ->> 'deleted_at' is null
              and ($4 or exists (select from sync_grant g
                                 where g.tenant_id = $1 and g.user_id = $2 and g.scope = any (%s) and g.revoked_xid is null))
            """;

    private final int schemaVersion;

    Records(int schemaVersion) {
        this.schemaVersion = schemaVersion;
    }

    Mono<Void> lockId(UnitOfWork work, UUID id) {
        return Sql.query(work.connection(), LOCK_ID, row -> true, work.sender().tenantId(), id)
                .then();
    }

    /** The record, locked until the transaction ends; nothing when there is none. */
    Mono<Stored> lock(UnitOfWork work, Collection collection, UUID id) {
        String sql = LOCK.formatted(collection.asArray(schemaVersion, "null"), collection.scopes(), collection.table());
        return Sql.query(
                        work.connection(),
                        sql,
                        row -> new Stored(
                                typed(collection, required(row, 0, String.class)),
                                required(row, 1, Long.class),
                                scopes(row, 2),
                                required(row, 3, Boolean.class)),
                        work.sender().tenantId(),
                        id)
                .singleOrEmpty();
    }

    /** The scopes that a record stands in; nothing when there is no such record. */
    Mono<Set<UUID>> scopes(UnitOfWork work, Collection collection, UUID id) {
        return Sql.query(
                        work.connection(),
                        SCOPES.formatted(collection.scopes(), collection.table()),
                        row -> scopes(row, 0),
                        work.sender().tenantId(),
                        id)
                .singleOrEmpty();
    }

    /** The scopes in which a record stood that was removed altogether; nothing when there was no such record. */
    Mono<Set<UUID>> tombstones(UnitOfWork work, Collection collection, UUID id) {
        return Sql.query(
                        work.connection(),
                        TOMBSTONES,
                        row -> scopes(row, 0),
                        work.sender().tenantId(),
                        collection.name(),
                        id)
                .singleOrEmpty();
    }

    /** What happened to a record since a base. */
    Mono<Merge.History> history(
            UnitOfWork work, UUID id, @Nullable Long baseVersion, long currentVersion, Duration kept) {
        UUID device = work.sender().deviceId();
        if (baseVersion != null && baseVersion == currentVersion) {
            return Mono.just(new Merge.History(true, List.of(), device));
        }
        return Sql.query(
                        work.connection(),
                        HISTORY,
                        Records::line,
                        work.sender().tenantId(),
                        id,
                        nullable(baseVersion, Long.class),
                        kept.toSeconds() * 1_000_000,
                        currentVersion,
                        device)
                .collectList()
                .map(lines -> new Merge.History(
                        lines.get(0).known(),
                        lines.stream()
                                .map(Line::replaced)
                                .filter(Objects::nonNull)
                                .toList(),
                        device));
    }

    /** What the sender may do with records of these scopes, and what he could in the snapshot. */
    Mono<Rights> rights(UnitOfWork work, Set<UUID> scopes, @Nullable String snapshot) {
        Rights rights = new Rights(work.seesEverything(), new HashSet<>(), new HashSet<>());
        return Sql.query(
                        work.connection(),
                        RIGHTS,
                        row -> {
                            UUID scope = required(row, 0, UUID.class);
                            if (required(row, 1, Boolean.class)) {
                                rights.has().add(scope);
                            }
                            if (required(row, 2, Boolean.class)) {
                                rights.had().add(scope);
                            }
                            return scope;
                        },
                        work.sender().tenantId(),
                        work.sender().userId(),
                        scopes.toArray(UUID[]::new),
                        nullable(snapshot, String.class))
                .then(Mono.just(rights));
    }

    /** The records that the sender may see now, by their ids. */
    Mono<Map<UUID, Current>> current(UnitOfWork work, Collection collection, Set<UUID> ids) {
        List<String> columns = collection.columns(schemaVersion);
        String sql =
                CURRENT.formatted(collection.asArray(schemaVersion, "null"), collection.table(), collection.scopes());
        return Sql.query(
                        work.connection(),
                        sql,
                        row -> Map.entry(
                                required(row, 0, UUID.class),
                                new Current(
                                        fields(columns, required(row, 2, String.class)), required(row, 1, Long.class))),
                        work.sender().tenantId(),
                        work.sender().userId(),
                        ids.toArray(UUID[]::new),
                        work.seesEverything())
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private Map<String, @Nullable Object> typed(Collection collection, String json) {
        Map<String, @Nullable Object> typed = new LinkedHashMap<>();
        fields(collection.columns(schemaVersion), json).forEach((name, value) -> collection
                .type()
                .field(name)
                .ifPresent(field -> typed.put(name, FieldValues.stored(field, value))));
        return typed;
    }

    /** An array as an object; scope and version, which come first, are no fields. */
    private static Map<String, @Nullable Object> fields(List<String> columns, String json) {
        List<@Nullable Object> row = JSON.readValue(json, ROW);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int index = 2; index < columns.size(); index++) {
            fields.put(columns.get(index), row.get(index));
        }
        return fields;
    }

    private static Set<UUID> scopes(Readable row, int index) {
        Set<UUID> scopes = new LinkedHashSet<>(Arrays.asList(required(row, index, UUID[].class)));
        scopes.removeIf(Objects::isNull);
        return scopes;
    }

    private static Line line(Readable row) {
        String before = row.get(4, String.class);
        return new Line(
                required(row, 0, Boolean.class),
                before == null
                        ? null
                        : new Replaced(
                                row.get(1, UUID.class),
                                row.get(2, UUID.class),
                                required(row, 3, OffsetDateTime.class),
                                JSON.readValue(before, OBJECT)));
    }

    private record Line(boolean known, @Nullable Replaced replaced) {}
}
