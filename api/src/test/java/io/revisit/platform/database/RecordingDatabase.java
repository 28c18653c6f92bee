package io.revisit.platform.database;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Statement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;
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
        return super.read(tenantId, statements -> statements
                        .query(
                                "explain (analyze, timing off, format json) " + statement.sql(),
                                row -> row.get(0, String.class),
                                statement.binds().toArray())
                        .single())
                .block();
    }

    /** The plan for any values, which PostgreSQL may keep for a statement that comes often. */
    public static String explainGeneric(PGSimpleDataSource source, UUID tenantId, Recorded statement)
            throws SQLException {
        // Only the simple protocol leaves the parameters unbound.
        source.setPreferQueryMode(PreferQueryMode.SIMPLE);
        try (Connection connection = source.getConnection();
                java.sql.Statement explain = connection.createStatement()) {
            explain.execute("set role revisit_app");
            explain.execute("select set_config('app.tenant_id', '" + tenantId + "', false)");
            try (ResultSet plan = explain.executeQuery("explain (generic_plan, format json) " + statement.sql())) {
                plan.next();
                return plan.getString(1);
            }
        }
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
