package io.revisit.identity.session;

import java.util.UUID;

/** A living session: who is logged in on which device. */
record Session(UUID tenantId, UUID id, UUID userId, UUID deviceId) {}
