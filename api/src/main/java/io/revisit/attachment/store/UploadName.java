package io.revisit.attachment.store;

import java.util.List;
import java.util.UUID;

/**
 * Names the bytes of an upload that is not complete.
 *
 * @param partOffsets where each of its parts begins, in order; the first is 0
 * @param byteCount how many bytes all parts have
 */
public record UploadName(UUID tenantId, UUID generation, List<Long> partOffsets, long byteCount) {

    public UploadName {
        partOffsets = List.copyOf(partOffsets);
    }

    static String path(UUID tenantId, UUID generation) {
        return "uploads/" + tenantId + "/" + generation;
    }

    String path() {
        return path(tenantId, generation);
    }

    long partLength(int index) {
        long end = index + 1 < partOffsets.size() ? partOffsets.get(index + 1) : byteCount;
        return end - partOffsets.get(index);
    }
}
