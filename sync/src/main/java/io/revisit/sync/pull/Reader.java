package io.revisit.sync.pull;

import java.util.UUID;

/** For whom something is read. */
public record Reader(UUID tenantId, UUID userId) {}
