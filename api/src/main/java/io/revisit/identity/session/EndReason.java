package io.revisit.identity.session;

/** Why a session ended before its time. */
enum EndReason {
    LOGOUT,
    /** A refresh token came back that had been spent: somebody else has a copy of it. */
    REFRESH_TOKEN_REUSED,
    /** Somebody, the same person or another, logged in on the device. */
    LOGGED_IN_AGAIN,
    /** The user logged in on so many other devices that this one, unseen for longest, had to go. */
    TOO_MANY_DEVICES
}
