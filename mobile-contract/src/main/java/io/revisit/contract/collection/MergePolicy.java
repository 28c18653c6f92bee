package io.revisit.contract.collection;

/** Who wins when a field was changed on the server and on a phone; the loser is kept as an issue. */
public enum MergePolicy {
    /** The phone's change. */
    CLIENT,
    /** What the server has. */
    SERVER,
    /** Nobody: the server's value stays until a person decides. */
    ASK
}
