package io.revisit.attachment;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An attachment's metadata as the doors of its content need it. */
public record Attachment(
        UUID id, NewAttachment announced, boolean stored, @Nullable UUID createdBy, UUID customerId, int version) {}
