package io.revisit.platform.database;

import io.r2dbc.spi.Connection;
import io.revisit.sync.SyncDatabase;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Lends connections to the sync engine, which knows nothing of this application. */
@Component
class LentConnections implements SyncDatabase {
    private final Database database;

    LentConnections(Database database) {
        this.database = database;
    }

    @Override
    public <T> Mono<T> read(UUID tenantId, Function<Connection, Mono<T>> work) {
        return database.read(tenantId, statements -> work.apply(statements.connection()));
    }

    @Override
    public <T> Mono<T> snapshot(UUID tenantId, Function<Connection, Mono<T>> work) {
        return database.snapshot(tenantId, statements -> work.apply(statements.connection()));
    }
}
