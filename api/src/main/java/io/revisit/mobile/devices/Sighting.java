package io.revisit.mobile.devices;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a device told of itself; null is what it did not tell.
 *
 * @param knownBelow it has the effects of every transaction below; text, since it may need 64 bits without sign
 * @param skewMillis by how much its clock is ahead
 */
record Sighting(
        UUID deviceId,
        UUID userId,
        @Nullable Integer schemaVersion,
        @Nullable String knownBelow,
        @Nullable Instant pulledAt,
        @Nullable Instant completeAt,
        @Nullable Instant pushedAt,
        @Nullable Long skewMillis) {

    /** Both, of which the later one tells more. */
    Sighting then(Sighting later) {
        boolean pulled = later.pulledAt() != null;
        return new Sighting(
                deviceId,
                later.userId(),
                pulled ? later.schemaVersion() : schemaVersion,
                pulled ? later.knownBelow() : knownBelow,
                pulled ? later.pulledAt() : pulledAt,
                later.completeAt() != null ? later.completeAt() : completeAt,
                later.pushedAt() != null ? later.pushedAt() : pushedAt,
                later.skewMillis() != null ? later.skewMillis() : skewMillis);
    }
}
