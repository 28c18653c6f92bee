package io.revisit.sync.collection;

import java.util.Map;

/** What a feature declares beside the mark in the SDL: where the records of a collection are stored. */
public interface SyncedTable {

    /** The type's name in the SDL, which is the collection's on the wire. */
    String type();

    /** The table, put under sync by {@code call sync_table(…)} in its migration. */
    String table();

    /** SQL for the fields that are no column of the same name in snake case; {@code r} is the record's row. */
    default Map<String, String> expressions() {
        return Map.of();
    }

    /** What phones may do with the records; by default they only read. */
    default Accepts accepts() {
        return Accepts.nothing();
    }
}
