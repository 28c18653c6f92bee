package io.revisit.platform.database;

import io.micrometer.core.instrument.Counter;
import io.r2dbc.spi.Connection;
import io.revisit.platform.error.ApiException;
import java.time.Instant;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** One write transaction: whose it is and the one instant at which all of it happens. */
public final class Transaction extends Statements {
    private static final String BEFORE_ATTEMPT = "before_attempt";

    private final Actor actor;
    private final Instant now;

    Transaction(Connection connection, Counter counter, Actor actor, Instant now) {
        super(connection, counter);
        this.actor = actor;
        this.now = now;
    }

    public Actor actor() {
        return actor;
    }

    public Instant now() {
        return now;
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
