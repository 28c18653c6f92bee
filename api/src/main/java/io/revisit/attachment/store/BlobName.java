package io.revisit.attachment.store;

import java.util.UUID;

/** Names stored content: by tenant and SHA-256, and by the attempt that stored it. */
public record BlobName(UUID tenantId, String sha256, UUID generation) {

    String path() {
        return "blobs/" + tenantId + "/" + sha256.substring(0, 2) + "/" + sha256 + "-" + generation;
    }

    String thumbnailPath() {
        return path() + "-thumbnail";
    }
}
