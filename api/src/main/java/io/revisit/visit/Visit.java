package io.revisit.visit;

import java.util.UUID;

/** A visit as it is locked for a correction. */
record Visit(UUID id, UUID visitorId, int revision) {}
