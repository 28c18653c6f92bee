package io.revisit.attachment.content;

import io.revisit.attachment.NewAttachment;
import io.revisit.attachment.store.BlobName;

/** Stored content that somebody may read, and what was said of it. */
record ReadableContent(BlobName blob, NewAttachment described) {}
