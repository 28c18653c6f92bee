package io.revisit.mobile.upkeep;

import io.revisit.platform.database.Database;
import io.revisit.sync.collection.Collection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Removes, for all tenants, what no phone needs any more; the database grants exactly these functions. */
@Repository
class UpkeepRepository {
    private static final int MOST_SCOPES = 500;

    private final Database database;

    UpkeepRepository(Database database) {
        this.database = database;
    }

    /** A scope of a tenant: where the next round of trimming goes on. */
    record Place(UUID tenantId, UUID scope) {
        static final Place BEGINNING = new Place(new UUID(0, 0), new UUID(0, 0));
    }

    private static final String PURGE_TOMBSTONES = "select purge_tombstones($1, $2)";

    /** The number of tombstones and former grants removed. */
    Mono<Long> purgeTombstones(Instant silentSince, Instant keptSince) {
        return purgeSome(silentSince, keptSince)
                .expand(purged -> purged == 0 ? Mono.empty() : purgeSome(silentSince, keptSince))
                .reduce(0L, Long::sum);
    }

    private Mono<Long> purgeSome(Instant silentSince, Instant keptSince) {
        return database.readWithoutTenant(statements -> statements.queryOne(
                PURGE_TOMBSTONES,
                row -> row.get(0, Long.class),
                silentSince.atOffset(ZoneOffset.UTC),
                keptSince.atOffset(ZoneOffset.UTC)));
    }

    private static final String TRIM_LATEST = "select tenant, place from trim_latest($1, $2, $3, $4, $5)";

    /** Trims some scopes; answers where to go on, nothing when that was the end. */
    Mono<Place> trim(List<Collection> collections, int slack, Place after) {
        String[] names = collections.stream().map(Collection::name).toArray(String[]::new);
        Integer[] kept = collections.stream()
                .map(collection -> Objects.requireNonNull(collection.type().last()) + slack)
                .toArray(Integer[]::new);
        return database.readWithoutTenant(statements -> statements.queryOne(
                TRIM_LATEST,
                row -> new Place(
                        Objects.requireNonNull(row.get(0, UUID.class)), Objects.requireNonNull(row.get(1, UUID.class))),
                names,
                kept,
                after.tenantId(),
                after.scope(),
                MOST_SCOPES));
    }
}
