package io.revisit.attachment.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in the store that nobody refers to.
 *
 * @param sha256 of a blob's content; null for an upload
 */
public record Garbage(UUID generation, @Nullable String sha256) {}
