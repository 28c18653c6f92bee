package io.revisit.sync.cursor;

/** What the pages of a pull are made of. */
public enum Phase {
    /** All records of all scopes, the most urgent scopes first: the phone has nothing yet. */
    FIRST,
    /** Records of collections that gained fields which the phone did not know before. */
    UPGRADE,
    /** What changed since the phone's snapshot. */
    DELTA
}
