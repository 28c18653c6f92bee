package io.revisit.platform.database;

import io.micrometer.core.instrument.Counter;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Statement;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Runs statements on one borrowed connection; valid only inside the block it was handed to. */
public class Statements {
    private final Connection connection;
    private final Counter counter;

    Statements(Connection connection, Counter counter) {
        this.connection = connection;
        this.counter = counter;
    }

    /** A bind value that may be null; R2DBC must know a null's type. */
    public static Object nullable(@Nullable Object value, Class<?> type) {
        return value == null ? Parameters.in(type) : value;
    }

    /** All rows, in order. {@code row} must not return null. */
    public <T> Flux<T> query(String sql, Function<Readable, T> row, Object... binds) {
        return Flux.from(statement(sql, List.of(binds)).execute())
                .concatMap(result -> result.map((Readable readable) -> row.apply(readable)));
    }

    /** The only row, or nothing. */
    public <T> Mono<T> queryOne(String sql, Function<Readable, T> row, Object... binds) {
        return query(sql, row, binds).singleOrEmpty();
    }

    /** The number of rows that the statement changed. */
    public Mono<Long> update(String sql, Object... binds) {
        return Flux.from(statement(sql, List.of(binds)).execute())
                .concatMap(result -> result.getRowsUpdated())
                .reduce(0L, Long::sum);
    }

    Counter counter() {
        return counter;
    }

    Statement statement(String sql, List<Object> binds) {
        counter.increment();
        Statement statement = connection.createStatement(sql);
        for (int index = 0; index < binds.size(); index++) {
            statement.bind(index, binds.get(index));
        }
        return statement;
    }

    /** The connection itself, for the sync engine, which knows nothing of this application. */
    public Connection connection() {
        return connection;
    }
}
