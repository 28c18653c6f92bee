package io.revisit.sync.lineage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import javax.sql.DataSource;

/**
 * Writes a beacon whenever transactions came to an end since the last one, and recognises a dump that was restored from
 * another cluster. Any number of nodes may do so; one of them does the work. It waits for the database, so it needs a thread
 * of its own.
 */
public final class LineageKeeper {

    /** What a look led to. */
    public enum Outcome {
        /** Nothing was written since the last beacon, or another node is at it. */
        NOTHING_TO_DO,
        /** There is a new beacon. */
        BEACON,
        /** All cursors have become invalid: the ids of transactions came from elsewhere. */
        REBASED
    }

    private static final String IS_FOREIGN =
            """
            select (select max(xid) from sync_beacon) >= pg_snapshot_xmax(pg_current_snapshot())
                or exists (select from (select min(cluster), max(cluster) from sync_beacon) as known (least, greatest),
                                       pg_control_system() as own
                           where known.least <> own.system_identifier or known.greatest <> own.system_identifier)
            """;

    private static final String IS_NAMELESS = "select not exists (select from sync_incarnation)";

    /** A beacon's own transaction is no change: only what ended after it counts. */
    private static final String HAS_MOVED =
            """
            select not exists (select from sync_beacon
                               where xid >= (pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1)::text::xid8)
            """;

    private static final String ALONE =
            """
            select pg_try_advisory_xact_lock(hashtextextended('sync lineage', 0))
            from (select set_config('synchronous_commit', 'on', true), set_config('statement_timeout', '0', true),
                         set_config('app.now', ?, true)) as settings
            """;

    // The statement takes its snapshot before it is given its own id, which therefore is above all that the snapshot
    // knows.
    private static final String INSERT_BEACON =
            """
            insert into sync_beacon (lasting)
            select not exists (select from sync_beacon
                               where lasting and written_at >= date_trunc('minute', current_instant()))
            where
            """
                    + " (" + HAS_MOVED + ") returning lasting";

    /** The newest always stays; so does whatever a phone may still name. */
    private static final String THIN_OUT =
            """
            delete from sync_beacon
            where (not lasting and written_at < current_instant() - interval '1 hour'
                   or lasting and written_at < current_instant() - interval '100 days')
              and xid < (select max(xid) from sync_beacon)
            """;

    private final DataSource dataSource;
    private final InstantSource clock;

    public LineageKeeper(DataSource dataSource, InstantSource clock) {
        this.dataSource = dataSource;
        this.clock = clock;
    }

    /** Looks once. */
    public Outcome keep() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            boolean foreign = holds(connection, IS_FOREIGN);
            boolean nameless = holds(connection, IS_NAMELESS);
            boolean moved = holds(connection, HAS_MOVED);
            connection.setAutoCommit(false);
            try {
                Outcome outcome = Outcome.NOTHING_TO_DO;
                if (foreign && alone(connection, LineageKeeper::rebase)) {
                    outcome = Outcome.REBASED;
                }
                // In a transaction of its own: a beacon's must not have an id before its snapshot.
                if (nameless && !foreign) {
                    alone(connection, LineageKeeper::name);
                }
                if ((moved || foreign) && alone(connection, LineageKeeper::write) && outcome != Outcome.REBASED) {
                    outcome = Outcome.BEACON;
                }
                return outcome;
            } catch (SQLException failure) {
                connection.rollback();
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    /** Does something in a flushed transaction, unless another node is doing it. */
    private boolean alone(Connection connection, Work work) throws SQLException {
        boolean done;
        try (PreparedStatement lock = connection.prepareStatement(ALONE)) {
            lock.setString(1, clock.instant().toString());
            try (ResultSet row = lock.executeQuery()) {
                done = row.next() && row.getBoolean(1);
            }
        }
        done = done && work.on(connection);
        connection.commit();
        return done;
    }

    private static boolean rebase(Connection connection) throws SQLException {
        return holds(connection, IS_FOREIGN) && answers(connection, "select rebase_sync()");
    }

    private static boolean name(Connection connection) throws SQLException {
        return holds(connection, IS_NAMELESS)
                && answers(connection, "insert into sync_incarnation default values returning id");
    }

    private static boolean write(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet beacon = statement.executeQuery(INSERT_BEACON)) {
            if (!beacon.next()) {
                return false;
            }
            boolean first = beacon.getBoolean(1);
            try (Statement tidying = connection.createStatement()) {
                if (first) {
                    tidying.executeUpdate(THIN_OUT);
                }
                // In this transaction, because one of its own would count as a change.
                tidying.execute("select purge_notices()");
            }
            return true;
        }
    }

    private static boolean holds(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static boolean answers(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next();
        }
    }

    /** Something to do on a connection; tells whether it was done. */
    @FunctionalInterface
    private interface Work {
        boolean on(Connection connection) throws SQLException;
    }
}
