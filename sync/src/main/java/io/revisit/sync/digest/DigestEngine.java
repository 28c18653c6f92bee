package io.revisit.sync.digest;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Row;
import io.revisit.sync.SyncDatabase;
import io.revisit.sync.collection.Collection;
import io.revisit.sync.collection.Collections;
import io.revisit.sync.cursor.Lineage;
import io.revisit.sync.cursor.Snapshot;
import io.revisit.sync.pull.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Compares what a phone holds with what it should hold: collection by collection, scope by scope, record by record. */
public final class DigestEngine {
    private final SyncDatabase database;
    private final Collections collections;

    public DigestEngine(SyncDatabase database, Collections collections) {
        this.database = database;
        this.collections = collections;
    }

    /** The digest of every collection that this version of the schema knows. */
    public Mono<Totals> totals(Reader reader, int schemaVersion) {
        return database.read(reader.tenantId(), connection -> totals(connection, reader, schemaVersion));
    }

    /** The same on a connection whose transaction has a snapshot. */
    public Mono<Totals> totals(Connection connection, Reader reader, int schemaVersion) {
        List<Collection> known = collections.all().stream()
                .filter(collection -> collection.type().since() <= schemaVersion)
                .toList();
        return Flux.from(connection
                        .createStatement(DigestSql.totals(known))
                        .bind(0, reader.tenantId())
                        .bind(1, reader.userId())
                        .execute())
                .concatMap(result -> result.map((row, metadata) -> new TotalRow(
                        snapshot(row),
                        row.get(4, String.class),
                        Objects.requireNonNull(row.get(5, Long.class)),
                        row.get(6, String.class))))
                .collectList()
                .map(rows -> totals(known, rows));
    }

    /** The digests of a collection's scopes after the given one. */
    public Mono<ScopeDigests> scopes(Reader reader, Collection collection, @Nullable UUID after, int most) {
        return database.read(reader.tenantId(), connection -> Flux.from(connection
                                .createStatement(DigestSql.scopes(collection))
                                .bind(0, reader.tenantId())
                                .bind(1, reader.userId())
                                .bind(2, collection.name())
                                .bind(3, orNull(after))
                                .bind(4, most + 1)
                                .execute())
                        .concatMap(result -> result.map((row, metadata) -> new Digest(
                                Objects.requireNonNull(row.get(0, UUID.class)).toString(),
                                Objects.requireNonNull(row.get(1, Long.class)),
                                Objects.requireNonNull(row.get(2, String.class)))))
                        .collectList())
                .map(found -> new ScopeDigests(found.subList(0, Math.min(most, found.size())), found.size() > most));
    }

    /** What makes the phone's records of one scope right. */
    public Mono<Repair> repair(
            Reader reader, Collection collection, int schemaVersion, HeldRecords held, int maxBytes) {
        return database.read(reader.tenantId(), connection -> Flux.from(connection
                                .createStatement(DigestSql.repair(collection, schemaVersion))
                                .bind(0, reader.tenantId())
                                .bind(1, reader.userId())
                                .bind(2, collection.name())
                                .bind(3, held.scope())
                                .bind(4, orNull(held.after()))
                                .bind(5, orNull(held.until()))
                                .bind(6, held.ids().toArray(UUID[]::new))
                                .bind(7, held.versions().toArray(Long[]::new))
                                .bind(8, maxBytes)
                                .execute())
                        .concatMap(result -> result.map((row, metadata) -> new RepairRow(
                                Objects.requireNonNull(row.get(0, Short.class)),
                                Objects.requireNonNull(row.get(1, String.class)))))
                        .collectList())
                .map(rows -> repair(collection, schemaVersion, rows));
    }

    private static Totals totals(List<Collection> known, List<TotalRow> rows) {
        Map<String, Digest> found = new HashMap<>();
        Snapshot snapshot = null;
        for (TotalRow row : rows) {
            if (row.collection() == null) {
                snapshot = row.snapshot();
            } else {
                found.put(
                        row.collection(),
                        new Digest(row.collection(), row.count(), Objects.requireNonNull(row.hash())));
            }
        }
        List<Digest> digests = new ArrayList<>();
        known.forEach(
                collection -> digests.add(found.getOrDefault(collection.name(), Digest.empty(collection.name()))));
        return new Totals(Objects.requireNonNull(snapshot), digests);
    }

    private static Repair repair(Collection collection, int schemaVersion, List<RepairRow> rows) {
        List<String> contents = new ArrayList<>();
        List<UUID> forget = new ArrayList<>();
        boolean more = false;
        for (RepairRow row : rows) {
            switch (row.kind()) {
                case 1 -> contents.add(row.value());
                case 2 -> forget.add(UUID.fromString(row.value()));
                default -> more = true;
            }
        }
        return new Repair(collection.columns(schemaVersion), String.join(",", contents), forget, more);
    }

    private static @Nullable Snapshot snapshot(Row row) {
        String text = row.get(0, String.class);
        return text == null
                ? null
                : new Snapshot(
                        text,
                        new Lineage(
                                Objects.requireNonNull(row.get(1, Long.class)),
                                row.get(2, UUID.class),
                                row.get(3, UUID.class)));
    }

    private static Object orNull(@Nullable UUID id) {
        return id == null ? Parameters.in(UUID.class) : id;
    }

    private record TotalRow(
            @Nullable Snapshot snapshot, @Nullable String collection, long count, @Nullable String hash) {}

    private record RepairRow(short kind, String value) {}
}
