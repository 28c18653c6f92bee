package io.revisit.sync.cursor;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which course of history a snapshot belongs to.
 *
 * @param incarnation the server's run, as {@code sync_incarnation()} tells it: within one, snapshots are exact
 * @param beacon the newest beacon that the snapshot saw: while it exists, everything before it is still there
 * @param lastingBeacon the newest one that is kept as long as a phone may be silent
 */
public record Lineage(long incarnation, @Nullable UUID beacon, @Nullable UUID lastingBeacon) {}
