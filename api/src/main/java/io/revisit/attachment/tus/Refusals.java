package io.revisit.attachment.tus;

import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.ApiException;
import java.util.Map;

/** Why uploads are refused. */
final class Refusals {
    private static final String PROBLEM = "problem";
    private static final String EXPIRED = "EXPIRED";
    private static final String OTHER_CONTENT = "SHA_256";
    private static final String MEDIA_TYPE = "MEDIA_TYPE";
    private static final String TUS_VERSION = "TUS_VERSION";
    private static final String LOCKED = "LOCKED";
    private static final int SECONDS_BETWEEN_UPLOADS = 60;

    private Refusals() {}

    /** The status that the tus protocol, or HTTP, has for a refusal. */
    static int status(ApiException refusal) {
        Object problem = refusal.details().get(PROBLEM);
        return switch (refusal.code()) {
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> EXPIRED.equals(problem) ? 410 : 404;
            case CONFLICT -> 409;
            case PAYLOAD_TOO_LARGE -> 413;
            case MEDIA_TYPE_NOT_ALLOWED -> 422;
            case CHECKSUM_MISMATCH -> OTHER_CONTENT.equals(problem) ? 422 : 460;
            case TOO_MANY_ATTEMPTS -> 429;
            case UNAVAILABLE -> LOCKED.equals(problem) ? 423 : 503;
            case INVALID_INPUT -> MEDIA_TYPE.equals(problem) ? 415 : 400;
            case BAD_REQUEST -> TUS_VERSION.equals(problem) ? 412 : 400;
            default -> 500;
        };
    }

    /** A header is missing or cannot be understood. */
    static ApiException badHeader(String header) {
        return ApiException.invalid(header, "MALFORMED");
    }

    /** The body is not of the only media type that tus knows. */
    static ApiException badMediaType() {
        return ApiException.invalid("Content-Type", MEDIA_TYPE);
    }

    static ApiException unknownVersion() {
        return new ApiException(ErrorCode.BAD_REQUEST, Map.of(PROBLEM, TUS_VERSION));
    }

    /** The upload's length is not the one that was announced. */
    static ApiException otherLength() {
        return ApiException.invalid(TusHeaders.UPLOAD_LENGTH, "LENGTH");
    }

    static ApiException tooLarge(long limit) {
        return new ApiException(ErrorCode.PAYLOAD_TOO_LARGE, Map.of("limit", limit));
    }

    static ApiException tooManyUploads(int limit) {
        return new ApiException(
                ErrorCode.TOO_MANY_ATTEMPTS, Map.of("limit", limit, "retryAfterSeconds", SECONDS_BETWEEN_UPLOADS));
    }

    static ApiException expired() {
        return new ApiException(ErrorCode.NOT_FOUND, Map.of(PROBLEM, EXPIRED));
    }

    /** Another request writes to this upload. */
    static ApiException locked() {
        return new ApiException(ErrorCode.UNAVAILABLE, Map.of(PROBLEM, LOCKED));
    }

    static ApiException otherOffset(long offset) {
        return new ApiException(ErrorCode.CONFLICT, Map.of("offset", offset));
    }

    /** Another request wrote to this upload, or ended it, after this one's lock had run out. */
    static ApiException takenOver() {
        return new ApiException(ErrorCode.CONFLICT, Map.of(PROBLEM, "TAKEN_OVER"));
    }

    static ApiException badChecksum() {
        return new ApiException(ErrorCode.CHECKSUM_MISMATCH);
    }

    /** All bytes arrived, but they are not the file that was announced. */
    static ApiException otherContent() {
        return new ApiException(ErrorCode.CHECKSUM_MISMATCH, Map.of(PROBLEM, OTHER_CONTENT));
    }

    static ApiException otherMediaType(String announced) {
        return new ApiException(ErrorCode.MEDIA_TYPE_NOT_ALLOWED, Map.of("announced", announced));
    }
}
