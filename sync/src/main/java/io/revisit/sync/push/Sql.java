package io.revisit.sync.push;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Statements on a lent connection. */
final class Sql {
    private Sql() {}

    static <T> Flux<T> query(Connection connection, String sql, Function<Readable, T> row, Object... binds) {
        return Flux.from(statement(connection, sql, binds).execute())
                .concatMap(result -> result.map((Readable readable) -> row.apply(readable)));
    }

    static Mono<Long> update(Connection connection, String sql, Object... binds) {
        return Flux.from(statement(connection, sql, binds).execute())
                .concatMap(Result::getRowsUpdated)
                .reduce(0L, Long::sum);
    }

    /** A bind value that may be null; R2DBC must know a null's type. */
    static Object nullable(@Nullable Object value, Class<?> type) {
        return value == null ? Parameters.in(type) : value;
    }

    /** The value of a column that is never null. */
    static <T> T required(Readable row, int index, Class<T> type) {
        return Objects.requireNonNull(row.get(index, type));
    }

    private static Statement statement(Connection connection, String sql, Object... binds) {
        Statement statement = connection.createStatement(sql);
        for (int index = 0; index < binds.length; index++) {
            statement.bind(index, binds[index]);
        }
        return statement;
    }
}
