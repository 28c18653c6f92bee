package io.revisit.identity.token;

/** An access token that proves nothing, and why. */
public final class InvalidTokenException extends RuntimeException {

    /** What is wrong with a token. */
    public enum Reason {
        /** It is ours, but its time is over. */
        EXPIRED,
        /** It names a key that this node does not know, or not yet. */
        UNKNOWN_KEY,
        /** It is malformed, or not one that we issued for this service. */
        FORGED
    }

    private final Reason reason;

    InvalidTokenException(Reason reason) {
        // Anybody can cause these: no stack trace to fill in.
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
