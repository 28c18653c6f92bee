package io.revisit.mobile.watermelon;

import io.revisit.sync.cursor.Cursor;
import io.revisit.sync.cursor.Snapshot;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one answer left on a phone.
 *
 * @param number by which the phone names it
 * @param cursor what the phone has
 * @param workedOn the oldest state on which edits that come after this answer may have been made
 * @param withheld what left the user and still is on the phone
 * @param resend records to be sent again, by collection
 * @param unsent whether the phone had unsent edits when it asked for the answer
 * @param pushed whether the phone's edits came in after it
 */
record Ordinal(
        long number,
        Cursor cursor,
        Cursor workedOn,
        Departures withheld,
        Map<String, Set<UUID>> resend,
        boolean unsent,
        boolean pushed) {

    /** What edits may have been made on that come in after the next answer. */
    Cursor nextWorkedOn() {
        return unsent && !pushed ? workedOn : cursor;
    }

    /** The snapshot by whose grants edits are judged. */
    @Nullable
    String judgedBy() {
        Snapshot seen = workedOn.seen();
        return seen == null ? null : seen.text();
    }

    /** The snapshot that edits are merged against: what the phone had in full. */
    @Nullable
    String basedOn() {
        Snapshot base = workedOn.base() == null ? workedOn.seen() : workedOn.base();
        return base == null ? null : base.text();
    }
}
