package io.revisit.sync.cursor;

/**
 * Which transactions are done.
 *
 * @param text a {@code pg_snapshot} as PostgreSQL writes it
 * @param lineage the course of history in which it holds
 */
public record Snapshot(String text, Lineage lineage) {

    /** Every transaction below this one is done. */
    public long xmin() {
        return Long.parseLong(text.substring(0, text.indexOf(':')));
    }
}
