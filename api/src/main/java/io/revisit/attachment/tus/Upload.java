package io.revisit.attachment.tus;

import io.revisit.attachment.NewAttachment;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An upload that has begun and is not complete. */
record Upload(
        UUID attachmentId,
        NewAttachment announced,
        UUID generation,
        long receivedBytes,
        List<Long> partOffsets,
        @Nullable Instant lockedUntil,
        Instant expiresAt) {

    boolean isLocked(Instant now) {
        return lockedUntil != null && lockedUntil.isAfter(now);
    }

    boolean isExpired(Instant now) {
        return !expiresAt.isAfter(now);
    }
}
