package io.revisit.attachment.tus;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far an upload is.
 *
 * @param expiresAt when it is thrown away unless it goes on; null when it is complete
 */
record UploadProgress(UUID attachmentId, long byteCount, long offset, @Nullable Instant expiresAt) {

    static UploadProgress complete(UUID attachmentId, long byteCount) {
        return new UploadProgress(attachmentId, byteCount, byteCount, null);
    }

    static UploadProgress of(Upload upload) {
        return new UploadProgress(
                upload.attachmentId(), upload.announced().byteCount(), upload.receivedBytes(), upload.expiresAt());
    }
}
