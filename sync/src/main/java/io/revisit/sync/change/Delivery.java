package io.revisit.sync.change;

import java.time.Duration;
import java.time.Instant;

/**
 * When a mutation was sent and when it came.
 *
 * @param sentAt by the device's clock
 * @param receivedAt by ours
 */
public record Delivery(Instant sentAt, Instant receivedAt) {

    /** By how much the device's clock is behind ours; zero as long as the way alone may explain the difference. */
    public Duration clockSkew(Duration tolerated) {
        Duration skew = Duration.between(sentAt, receivedAt);
        return skew.abs().compareTo(tolerated) > 0 ? skew : Duration.ZERO;
    }
}
