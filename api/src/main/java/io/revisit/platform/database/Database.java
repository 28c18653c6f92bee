package io.revisit.platform.database;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.postgresql.api.PostgresTransactionDefinition;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.TransactionDefinition;
import io.r2dbc.spi.Wrapped;
import io.revisit.platform.error.ApiException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The only way to borrow a connection, and always for one tenant. A read sets the tenant only when the connection
 * carries another; a write sets it, with the actor and the clock, inside its transaction. A connection that met an
 * error or a cancellation is thrown away, so nobody inherits its half-read answers.
 */
@Component
public class Database {
    private static final Set<String> WORTH_RETRYING = Set.of("40001", "40P01");
    private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(2);
    private static final TransactionDefinition SNAPSHOT =
            PostgresTransactionDefinition.from(IsolationLevel.REPEATABLE_READ).readOnly();
    private static final UUID NO_TENANT = new UUID(0, 0);

    private static final String SET_TENANT = "select set_config('app.tenant_id', $1, false)";

    private static final String SET_TRANSACTION =
            """
            select set_config('app.tenant_id', $1, true), set_config('app.actor_id', $2, true),
                   set_config('app.device_id', $3, true), set_config('app.request_id', $4, true),
                   set_config('app.now', $5, true)
            """;

    private final ConnectionFactory pool;
    private final InstantSource clock;
    private final Counter statements;
    private final Cache<Connection, UUID> carriedTenants =
            Caffeine.newBuilder().weakKeys().build();

    public Database(ConnectionFactory pool, InstantSource clock, MeterRegistry meters) {
        this.pool = pool;
        this.clock = clock;
        this.statements = Counter.builder("revisit.database.statements")
                .description("Statements sent to PostgreSQL on behalf of requests")
                .register(meters);
    }

    /** Reads for one tenant, without a transaction. */
    public <T> Mono<T> read(UUID tenantId, Function<Statements, Mono<T>> work) {
        return Mono.usingWhen(
                pool.create(),
                connection -> carry(tenantId, connection)
                        .then(Mono.defer(() -> work.apply(new Statements(connection, statements)))),
                Connection::close,
                (connection, error) -> discard(connection),
                this::abandon);
    }

    /** Reads before any tenant is known: sees no tenant's rows, only what the narrow login function returns. */
    public <T> Mono<T> readWithoutTenant(Function<Statements, Mono<T>> work) {
        return read(NO_TENANT, work);
    }

    /** Reads for one tenant; all statements see the database as it was at the first of them. */
    public <T> Mono<T> snapshot(UUID tenantId, Function<Statements, Mono<T>> work) {
        return read(tenantId, statements -> Mono.from(statements.connection().beginTransaction(SNAPSHOT))
                .then(Mono.defer(() -> work.apply(statements)))
                .flatMap(result ->
                        Mono.from(statements.connection().commitTransaction()).thenReturn(result)));
    }

    /** One transaction for one actor; run again from the start when PostgreSQL reports a deadlock or a serialization failure. */
    public <T> Mono<T> write(Actor actor, Function<Transaction, Mono<T>> work) {
        return Mono.usingWhen(
                        pool.create(),
                        connection -> transact(actor, connection, work),
                        Connection::close,
                        (connection, error) -> error instanceof ApiException
                                ? Mono.from(connection.rollbackTransaction())
                                        .then(Mono.from(connection.close()))
                                        .onErrorResume(broken -> discard(connection))
                                : discard(connection),
                        this::abandon)
                .retryWhen(Retry.backoff(3, Duration.ofMillis(20))
                        .jitter(0.8)
                        .filter(Database::worthRetrying)
                        .onRetryExhaustedThrow((spec, signal) -> signal.failure()));
    }

    private <T> Mono<T> transact(Actor actor, Connection connection, Function<Transaction, Mono<T>> work) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            Transaction transaction = new Transaction(connection, statements, actor, now);
            return Mono.from(connection.beginTransaction())
                    .then(Mono.defer(() -> transaction
                            .query(
                                    SET_TRANSACTION,
                                    row -> true,
                                    actor.tenantId().toString(),
                                    text(actor.userId()),
                                    text(actor.deviceId()),
                                    text(actor.requestId()),
                                    now.toString())
                            .then()))
                    .then(Mono.defer(() -> work.apply(transaction)))
                    .flatMap(result -> Mono.from(connection.commitTransaction()).thenReturn(result))
                    .switchIfEmpty(Mono.defer(
                            () -> Mono.from(connection.commitTransaction()).then(Mono.<T>empty())));
        });
    }

    private Mono<Void> carry(UUID tenantId, Connection connection) {
        Connection physical = physical(connection);
        if (tenantId.equals(carriedTenants.getIfPresent(physical))) {
            return Mono.empty();
        }
        carriedTenants.invalidate(physical);
        String value = tenantId.equals(NO_TENANT) ? "" : tenantId.toString();
        return new Statements(connection, statements)
                .query(SET_TENANT, row -> true, value)
                .then(Mono.fromRunnable(() -> carriedTenants.put(physical, tenantId)));
    }

    /**
     * PostgreSQL would go on with a statement nobody waits for, and while the pool already opens the next connection: a
     * burst of cancellations would use up what the server allows.
     */
    private Mono<Void> abandon(Connection connection) {
        Mono<Void> cancelled = physical(connection) instanceof PostgresqlConnection postgres
                ? postgres.cancelRequest().timeout(CANCEL_TIMEOUT).onErrorComplete()
                : Mono.empty();
        return cancelled.then(discard(connection));
    }

    private Mono<Void> discard(Connection connection) {
        return Mono.from(physical(connection).close())
                .onErrorComplete()
                .then(Mono.from(connection.close()))
                .onErrorComplete();
    }

    private static Connection physical(Connection connection) {
        return connection instanceof Wrapped<?> wrapped && wrapped.unwrap() instanceof Connection physical
                ? physical
                : connection;
    }

    private static boolean worthRetrying(Throwable error) {
        return error instanceof R2dbcException failure
                && failure.getSqlState() != null
                && WORTH_RETRYING.contains(failure.getSqlState());
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
