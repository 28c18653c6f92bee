package io.revisit.platform.sync;

import io.r2dbc.spi.Connection;
import io.revisit.platform.database.Database;
import io.revisit.platform.database.Transaction;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.security.Role;
import io.revisit.platform.security.Viewer;
import io.revisit.sync.change.Change;
import io.revisit.sync.change.Refusal;
import io.revisit.sync.collection.Collection;
import io.revisit.sync.push.Sender;
import io.revisit.sync.push.UnitOfWork;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Lends transactions to the sync engine, and has the features apply what it hands them. */
@Repository
class PushRepository {
    private static final UUID NO_SESSION = new UUID(0, 0);

    private static final String AUTHOR =
            "select role, unit_id, zone, language from app_user where tenant_id = $1 and id = $2";

    private static final String TENANTS_THAT_WAIT = "select sync_tenants_that_wait()";
    private static final String PURGE_MUTATIONS = "select purge_sync_mutations($1)";
    private static final String PURGE_CHANGES = "select purge_sync_changes($1)";

    private final Database database;
    private final InstantSource clock;
    private final Map<String, SyncedFeature> features;

    PushRepository(Database database, InstantSource clock, List<SyncedFeature> features) {
        this.database = database;
        this.clock = clock;
        this.features = features.stream().collect(Collectors.toMap(SyncedFeature::type, Function.identity()));
    }

    /** One transaction of the viewer's, lent. */
    <T> Mono<T> lend(Viewer viewer, String requestId, Function<UnitOfWork, Mono<T>> work) {
        return database.write(viewer.actor(requestId), transaction -> work.apply(lent(transaction, viewer)));
    }

    /** A transaction that somebody has begun already, lent. */
    UnitOfWork lent(Transaction transaction, Viewer viewer) {
        return new Lent(transaction, viewer);
    }

    /**
     * Who sent something, as he is now; nobody when it is the system itself. Whether he still works here is not asked: what
     * he did while he did is not refused for it.
     */
    Mono<Viewer> author(Sender sender) {
        return database.read(
                sender.tenantId(),
                statements -> statements.queryOne(
                        AUTHOR,
                        row -> new Viewer(
                                sender.tenantId(),
                                sender.userId(),
                                NO_SESSION,
                                sender.deviceId(),
                                Role.valueOf(row.get(0, String.class)),
                                Objects.requireNonNull(row.get(1, UUID.class)),
                                ZoneId.of(row.get(2, String.class)),
                                Locale.forLanguageTag(row.get(3, String.class))),
                        sender.tenantId(),
                        sender.userId()));
    }

    /** Tenants in which something waits. */
    Mono<List<UUID>> tenantsThatWait() {
        return database.readWithoutTenant(statements -> statements
                .query(TENANTS_THAT_WAIT, row -> Objects.requireNonNull(row.get(0, UUID.class)))
                .collectList());
    }

    /** Forgets the verdicts of devices that have sent nothing for so long. */
    Mono<Void> purgeMutations(Period silence) {
        return purge(PURGE_MUTATIONS, silence);
    }

    /** Forgets replaced values that are older than any base that may be named. */
    Mono<Void> purgeChanges(Period age) {
        return purge(PURGE_CHANGES, age);
    }

    private Mono<Void> purge(String sql, Period age) {
        var before = clock.instant().atOffset(ZoneOffset.UTC).minus(age);
        Mono<Long> some = database.readWithoutTenant(
                statements -> statements.queryOne(sql, row -> Objects.requireNonNull(row.get(0, Long.class)), before));
        return some.expand(purged -> purged == 0 ? Mono.empty() : some).then();
    }

    /** A transaction as the engine sees it. */
    private final class Lent implements UnitOfWork {
        private final Transaction transaction;
        private final Viewer viewer;

        Lent(Transaction transaction, Viewer viewer) {
            this.transaction = transaction;
            this.viewer = viewer;
        }

        @Override
        public Connection connection() {
            return transaction.connection();
        }

        @Override
        public Sender sender() {
            return new Sender(viewer.tenantId(), viewer.userId(), viewer.deviceId());
        }

        @Override
        public Instant now() {
            return transaction.now();
        }

        @Override
        public boolean seesEverything() {
            return viewer.role().seesEverything();
        }

        @Override
        public Mono<Boolean> apply(Collection collection, Change change, Set<UUID> formerlyVisible) {
            SyncedFeature feature = Objects.requireNonNull(features.get(collection.name()));
            Transaction admitting = transaction.admitting(formerlyVisible);
            return Mono.defer(() -> feature.apply(admitting, viewer, change))
                    .onErrorMap(
                            ApiException.class,
                            refusal -> new Refusal(refusal.code(), refusal.field(), refusal.details()))
                    .then(Mono.fromSupplier(admitting::isLate));
        }
    }
}
