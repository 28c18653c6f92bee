package io.revisit.platform.database;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Keeps what reads send to PostgreSQL, for tests that count statements or look at their plans. */
public final class RecordingDatabase extends Database {
    private final List<Recorded> recorded = new CopyOnWriteArrayList<>();

    public RecordingDatabase(ConnectionFactory pool, InstantSource clock, MeterRegistry meters) {
        super(pool, clock, meters);
    }

    @Override
    public <T> Mono<T> read(UUID tenantId, Function<Statements, Mono<T>> work) {
        return super.read(tenantId, statements -> work.apply(new Recording(statements)));
    }

    /** The statements since the last call. */
    public List<Recorded> take() {
        List<Recorded> taken = List.copyOf(recorded);
        recorded.clear();
        return taken;
    }

    /** The plan for these very values, run with the rights of the application. */
    public String explain(UUID tenantId, Recorded statement) {
        return explain(tenantId, "analyze, timing off", statement.sql(), statement.binds());
    }

    /** The plan for any values, which PostgreSQL may keep for a statement that comes often. */
    public String explainGeneric(UUID tenantId, Recorded statement) {
        return explain(tenantId, "generic_plan", statement.sql(), List.of());
    }

    private String explain(UUID tenantId, String options, String sql, List<Object> binds) {
        return super.read(tenantId, statements -> statements
                        .query(
                                "explain (" + options + ", format json) " + sql,
                                row -> row.get(0, String.class),
                                binds.toArray())
                        .single())
                .block();
    }

    public record Recorded(String sql, List<Object> binds) {}

    private final class Recording extends Statements {
        private Recording(Statements statements) {
            super(statements.connection(), Metrics.counter("unused"));
        }

        @Override
        Statement statement(String sql, List<Object> binds) {
            recorded.add(new Recorded(sql, binds));
            return super.statement(sql, binds);
        }
    }
}
