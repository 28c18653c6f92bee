package io.revisit.platform.database;

import io.micrometer.core.instrument.Counter;
import io.r2dbc.spi.Connection;
import java.time.Instant;

/** One write transaction: whose it is and the one instant at which all of it happens. */
public final class Transaction extends Statements {
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
}
