package io.revisit.sync;

import io.r2dbc.spi.Connection;
import java.util.UUID;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** How the engine borrows connections: always for one tenant, whose rows are all that it can see. */
public interface SyncDatabase {

    /** One statement, or several that need not agree. */
    <T> Mono<T> read(UUID tenantId, Function<Connection, Mono<T>> work);

    /** Several statements that see the database at the same instant: one read-only transaction. */
    <T> Mono<T> snapshot(UUID tenantId, Function<Connection, Mono<T>> work);
}
