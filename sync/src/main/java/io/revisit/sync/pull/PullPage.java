package io.revisit.sync.pull;

import io.revisit.sync.cursor.Cursor;
import io.revisit.sync.digest.Digest;
import java.util.List;
import java.util.UUID;

/**
 * One page.
 *
 * @param verify whether the copy may hold what a crash undid, so that the phone should compare digests
 * @param drops scopes that the user lost; they come before all records
 * @param rows records as they are now
 * @param tombstones records that left a scope
 * @param digests of each collection, in the snapshot of this page; empty unless the phone asked and this page was all
 * @param cursor where the phone stands when it has stored the page
 * @param more whether another page follows at once
 */
public record PullPage(
        boolean verify,
        List<UUID> drops,
        List<Rows> rows,
        List<Tombstones> tombstones,
        List<Digest> digests,
        Cursor cursor,
        boolean more) {

    /** How many records it carries, tombstones and drops included. */
    public int records() {
        return drops.size()
                + rows.stream().mapToInt(Rows::count).sum()
                + tombstones.stream().mapToInt(Tombstones::count).sum();
    }

    PullPage withDigests(List<Digest> found) {
        return new PullPage(verify, drops, rows, tombstones, found, cursor, more);
    }

    /**
     * Records of one collection.
     *
     * @param columns names of the elements of each row
     * @param json the rows as PostgreSQL built them: JSON arrays, separated by commas
     * @param count how many there are
     */
    public record Rows(String collection, List<String> columns, String json, int count) {}

    /**
     * Records that left a scope.
     *
     * @param json pairs of scope and id as JSON arrays, separated by commas
     */
    public record Tombstones(String collection, String json, int count) {}
}
