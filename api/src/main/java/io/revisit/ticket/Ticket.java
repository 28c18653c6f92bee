package io.revisit.ticket;

import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.ApiException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A ticket as it is locked for a change. */
record Ticket(String state, int version, @Nullable String resolution) {

    void requireVersion(int expected) {
        if (version != expected) {
            throw new ApiException(ErrorCode.CONFLICT, Map.of("version", version));
        }
    }

    /** A closed ticket stays as it is: whoever needs more opens another. */
    void requireNotClosed() {
        if (state.equals("CLOSED")) {
            throw new ApiException(ErrorCode.INVALID_STATE, Map.of("state", state));
        }
    }
}
