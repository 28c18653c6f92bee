package io.revisit.sync.push;

import java.util.UUID;

/** Whose work comes from which device. */
public record Sender(UUID tenantId, UUID userId, UUID deviceId) {}
