package io.revisit.sync.pull;

import io.revisit.sync.collection.Collections;
import io.revisit.sync.cursor.Cursor;
import io.revisit.sync.cursor.Phase;
import io.revisit.sync.cursor.Position;
import io.revisit.sync.cursor.Snapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a page starts.
 *
 * @param base what the phone has
 * @param target the first page's snapshot, which all further pages lead to; null on the first page
 */
record Start(
        Phase phase,
        int knownSchemaVersion,
        @Nullable Snapshot base,
        @Nullable Snapshot target,
        @Nullable Position position) {

    static Start of(PullRequest request, Collections collections) {
        Cursor cursor = request.cursor();
        int wanted = request.schemaVersion();
        if (cursor == null) {
            return new Start(Phase.FIRST, wanted, null, null, null);
        }
        if (cursor.base() == null && cursor.schemaVersion() != wanted) {
            // All over again, but what became of the records that it has already is told from where it began.
            return new Start(Phase.FIRST, wanted, null, cursor.target(), null);
        }
        boolean between = cursor.target() == null;
        boolean grew = collections.all().stream()
                .anyMatch(collection -> collection.type().grewBetween(cursor.schemaVersion(), wanted));
        if (cursor.schemaVersion() != wanted && grew && !upgradesTo(cursor, wanted)) {
            return new Start(Phase.UPGRADE, cursor.schemaVersion(), cursor.base(), null, null);
        }
        if (cursor.phase() == Phase.UPGRADE && !upgradesTo(cursor, wanted)) {
            // The app went back to the version that it was leaving.
            return new Start(Phase.DELTA, wanted, cursor.base(), null, null);
        }
        return new Start(
                between ? Phase.DELTA : cursor.phase(),
                cursor.schemaVersion(),
                cursor.base(),
                cursor.target(),
                cursor.position());
    }

    /** Whether the phone is in the middle of such an upgrade; its position carries the version that it leads to. */
    private static boolean upgradesTo(Cursor cursor, int schemaVersion) {
        Position position = cursor.position();
        return cursor.phase() == Phase.UPGRADE && position != null && position.rank() == schemaVersion;
    }

    /** The cursor after this page: its end is the first page's snapshot, so what moved meanwhile is sent again. */
    Cursor next(Reader reader, int schemaVersion, Instant now, Snapshot seen, @Nullable Position last) {
        if (last != null) {
            return cursor(
                    reader, phase == Phase.UPGRADE ? knownSchemaVersion : schemaVersion, now, base, seen, phase, last);
        }
        return phase == Phase.UPGRADE
                ? cursor(reader, schemaVersion, now, base, seen, Phase.DELTA, null)
                : cursor(reader, schemaVersion, now, seen, null, Phase.DELTA, null);
    }

    private static Cursor cursor(
            Reader reader,
            int schemaVersion,
            Instant now,
            @Nullable Snapshot base,
            @Nullable Snapshot target,
            Phase phase,
            @Nullable Position position) {
        return new Cursor(reader.tenantId(), reader.userId(), schemaVersion, now, base, target, phase, position);
    }
}
