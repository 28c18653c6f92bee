package io.revisit.sync.push;

import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change that a record saw.
 *
 * @param deviceId the device it came from, null when it came from none
 * @param before the former values of the columns that it replaced
 */
record Replaced(
        @Nullable UUID deviceId,
        @Nullable UUID actorId,
        OffsetDateTime changedAt,
        Map<String, @Nullable Object> before) {}
