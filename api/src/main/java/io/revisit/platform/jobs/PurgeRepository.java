package io.revisit.platform.jobs;

import io.revisit.platform.database.Database;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Removes, for all tenants at once, what nobody can use any more; the database grants exactly these two functions. */
@Repository
class PurgeRepository {
    private static final String PURGE_MUTATIONS = "select purge_mutations($1)";
    private static final String PURGE_SESSIONS = "select purge_sessions($1)";

    private final Database database;

    PurgeRepository(Database database) {
        this.database = database;
    }

    /** The number of verdicts removed. */
    Mono<Long> purgeMutations(Instant claimedBefore) {
        return purge(PURGE_MUTATIONS, claimedBefore);
    }

    /** The number of sessions removed. */
    Mono<Long> purgeSessions(Instant expiredBefore) {
        return purge(PURGE_SESSIONS, expiredBefore);
    }

    private Mono<Long> purge(String sql, Instant before) {
        return purgeSome(sql, before)
                .expand(purged -> purged == 0 ? Mono.empty() : purgeSome(sql, before))
                .reduce(0L, Long::sum);
    }

    private Mono<Long> purgeSome(String sql, Instant before) {
        return database.readWithoutTenant(
                statements -> statements.queryOne(sql, row -> row.get(0, Long.class), before.atOffset(ZoneOffset.UTC)));
    }
}
