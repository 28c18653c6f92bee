package io.revisit.contract;

/**
 * Every reason for which Revisit refuses something. The same codes stand in {@code userErrors}, in {@code
 * extensions.code} of top-level GraphQL errors and in verdicts of a sync push. Constants are never renamed.
 */
public enum ErrorCode {
    /** No valid access token came with the request. Refresh the session, then send it again. */
    UNAUTHENTICATED,
    /** The viewer may not do this, and no retry changes that. Tell the user whom to ask. */
    FORBIDDEN,
    /** No such thing, or none that the viewer may see; the two are not told apart. Drop the id. */
    NOT_FOUND,
    /** A value is missing or out of its bounds; {@code field} says which. Let the user correct it. */
    INVALID_INPUT,
    /** The record changed since the version that was sent; {@code details} carries the version it has now. Merge, then retry. */
    CONFLICT,
    /** The record's state does not allow this step; {@code details.state} tells the state it is in. Reload it. */
    INVALID_STATE,
    /** The id chosen by the client already belongs to something else. Choose another. */
    ID_ALREADY_USED,
    /** This idempotency key was used with another request. A bug of the client: keys are never reused. */
    IDEMPOTENCY_KEY_REUSED,
    /** Another mutation of the same group was refused, so nothing of the group was done; {@code details.mutation} names it. */
    GROUP_REFUSED,
    /** Unknown address or wrong password; which of them is not told. Let the user try again. */
    INVALID_CREDENTIALS,
    /** The refresh token is unknown, expired or its session has ended. Log in again; queued work is kept. */
    INVALID_REFRESH_TOKEN,
    /** Too many attempts. Wait {@code details.retryAfterSeconds}, then try again. */
    TOO_MANY_ATTEMPTS,
    /** A cursor is malformed, or was issued for another list or order. Start again without it. */
    CURSOR_INVALID,
    /** {@code first} is below 1 or above the list's limit. Ask for less. */
    PAGE_SIZE_INVALID,
    /** The request is not well-formed GraphQL or does not fit the schema. A bug of the client. */
    BAD_REQUEST,
    /** The query is deeper, wider or dearer than allowed. Split it. */
    QUERY_TOO_COMPLEX,
    /** The request's body is larger than allowed. Send less at once. */
    PAYLOAD_TOO_LARGE,
    /** Content that was sent is not what its checksum or SHA-256 says. Send it again, or read the file anew. */
    CHECKSUM_MISMATCH,
    /** The kind of content is not allowed, or is not the one that was announced. Tell the user; no retry changes that. */
    MEDIA_TYPE_NOT_ALLOWED,
    /** The app is too old to read; {@code details.oldestProtocol} tells what is understood. Push what is queued, then ask the user to update. */
    UPGRADE_REQUIRED,
    /** The database was rewound behind the cursor. Compare digests and go on with the cursor that comes with them; unsent edits stay. */
    RESYNC_REQUIRED,
    /** The server is busy or the database did not answer in time. Retry with a growing delay. */
    UNAVAILABLE,
    /** Our own fault, logged under {@code traceId}. Retry later, a mutation with the same idempotency key. */
    INTERNAL_ERROR
}
