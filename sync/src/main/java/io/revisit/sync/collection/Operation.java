package io.revisit.sync.collection;

/** What a phone may do to a record. */
public enum Operation {
    /** To make a new record, with an id that the phone chose. */
    CREATE,
    /** To change some fields. */
    UPDATE,
    /** To remove the record. */
    DELETE
}
