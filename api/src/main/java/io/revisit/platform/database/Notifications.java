package io.revisit.platform.database;

import io.r2dbc.postgresql.api.Notification;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** What one node's transactions tell all nodes, over a connection of its own that is opened again whenever it breaks. */
public final class Notifications {
    /** Comes whenever listening begins, for the first time or again: what was told before was missed. */
    public static final String LISTENING = "";

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final ConnectionFactory connections;

    Notifications(ConnectionFactory connections) {
        this.connections = connections;
    }

    /** The texts sent on a channel, for as long as somebody subscribes. */
    public Flux<String> listen(String channel) {
        return Flux.usingWhen(
                        Mono.from(connections.create()).cast(PostgresqlConnection.class),
                        connection -> listen(connection, channel),
                        PostgresqlConnection::close)
                .repeatWhen(ended -> ended.delayElements(FIRST_PAUSE))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE).maxBackoff(LONGEST_PAUSE));
    }

    private static Flux<String> listen(PostgresqlConnection connection, String channel) {
        Mono<String> listening = connection
                .createStatement("listen " + channel)
                .execute()
                .flatMap(PostgresqlResult::getRowsUpdated)
                .then(Mono.just(LISTENING));
        return Flux.merge(
                connection
                        .getNotifications()
                        .map(Notification::getParameter)
                        .filter(Objects::nonNull),
                listening);
    }
}
