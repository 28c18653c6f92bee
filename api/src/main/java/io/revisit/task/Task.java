package io.revisit.task;

import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.ApiException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A task as it is locked for a change. */
record Task(
        UUID id,
        UUID customerId,
        UUID assigneeId,
        @Nullable UUID createdBy,
        String state,
        int version,
        @Nullable OffsetDateTime closedAt) {

    void requireVersion(@Nullable Integer expected) {
        if (expected != null && expected != version) {
            throw new ApiException(ErrorCode.CONFLICT, Map.of("version", version));
        }
    }

    void requireOpen() {
        if (closedAt != null) {
            throw invalidState();
        }
    }

    /** Only work that waits for nobody else can be done. */
    boolean isWorkable() {
        return state.equals("READY") || state.equals("IN_PROGRESS");
    }

    void requireWorkable() {
        if (!isWorkable()) {
            throw invalidState();
        }
    }

    ApiException invalidState() {
        return new ApiException(ErrorCode.INVALID_STATE, Map.of("state", state));
    }
}
