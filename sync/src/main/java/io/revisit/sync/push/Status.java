package io.revisit.sync.push;

/** What became of a mutation. */
public enum Status {
    /** It was done as it was sent. */
    APPLIED,
    /** It was done, beside changes of others that touched other fields. */
    MERGED,
    /** It met changes of others; what lost is kept as an issue. */
    CONFLICT,
    /** It waits for a record that does not exist yet. */
    HELD,
    /** It was refused and is kept as an issue. */
    REJECTED
}
