package io.revisit.sync.push;

import java.time.Duration;

/**
 * How pushing is bounded.
 *
 * @param heldFor how long a mutation waits for what it refers to before it becomes an issue
 * @param changesKept how long replaced values are kept: a base that is older is unknown
 * @param toleratedSkew by how much a device's clock may differ before its times are corrected
 */
public record PushSettings(Duration heldFor, Duration changesKept, Duration toleratedSkew) {}
