package io.revisit.sync.cursor;

/** How a statement tells its own snapshot and what it belongs to. */
public final class SnapshotSql {

    /** Columns snapshot, incarnation, beacon, lasting_beacon: what a {@link Snapshot} is made of. */
    public static final String CURRENT =
            """
            select pg_current_snapshot() as snapshot, sync_incarnation() as incarnation,
                   (select id from sync_beacon order by xid desc limit 1) as beacon,
                   (select id from sync_beacon where lasting order by xid desc limit 1) as lasting_beacon
            """;

    private SnapshotSql() {}
}
