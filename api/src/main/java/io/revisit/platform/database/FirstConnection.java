package io.revisit.platform.database;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Connects while the rest of the application is still being put together, so that the first request need not. */
@Component
class FirstConnection {
    FirstConnection(ConnectionPool pool) {
        Mono.usingWhen(pool.create(), connection -> Mono.empty(), Connection::close)
                .onErrorComplete()
                .subscribe();
    }
}
