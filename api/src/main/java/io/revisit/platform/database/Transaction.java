package io.revisit.platform.database;

import io.micrometer.core.instrument.Counter;
import io.r2dbc.spi.Connection;
import io.revisit.platform.error.ApiException;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** One write transaction: whose it is and the one instant at which all of it happens. */
public final class Transaction extends Statements {
    private static final String BEFORE_ATTEMPT = "before_attempt";

    private final Actor actor;
    private final Instant now;
    private final Set<UUID> formerlyVisible;
    private boolean late;

    Transaction(Connection connection, Counter counter, Actor actor, Instant now) {
        this(connection, counter, actor, now, Set.of());
    }

    private Transaction(Connection connection, Counter counter, Actor actor, Instant now, Set<UUID> formerlyVisible) {
        super(connection, counter);
        this.actor = actor;
        this.now = now;
        this.formerlyVisible = Set.copyOf(formerlyVisible);
    }

    public Actor actor() {
        return actor;
    }

    public Instant now() {
        return now;
    }

    /** The same transaction, for work done offline by somebody who could see these objects when he did it. */
    public Transaction admitting(Set<UUID> formerlyVisibleIds) {
        return new Transaction(connection(), counter(), actor, now, formerlyVisibleIds);
    }

    /** Admits an object that could be seen when the work was done, though it no longer can; the work then comes late. */
    public boolean admitsLate(UUID id) {
        boolean admitted = formerlyVisible.contains(id);
        late |= admitted;
        return admitted;
    }

    /** Whether the work was admitted only because it was done in time. */
    public boolean isLate() {
        return late;
    }

    /** Does the work so that a refusal undoes it, and only it: the transaction goes on. */
    public <T> Mono<T> attempt(Supplier<Mono<T>> work) {
        return Mono.from(connection().createSavepoint(BEFORE_ATTEMPT))
                .then(Mono.defer(work))
                .onErrorResume(ApiException.class, refusal -> Mono.from(
                                connection().rollbackTransactionToSavepoint(BEFORE_ATTEMPT))
                        .then(Mono.error(refusal)));
    }
}
