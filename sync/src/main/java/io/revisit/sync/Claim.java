package io.revisit.sync;

/** Whether a mutation may be carried out now. */
public sealed interface Claim {

    /** Nobody carried it out before: do so, then settle it in the same transaction. */
    record First() implements Claim {}

    /** It was carried out; this is what was answered then, as JSON. */
    record Replay(String verdict) implements Claim {}

    /** Its key was used for something else. */
    record KeyReused() implements Claim {}
}
