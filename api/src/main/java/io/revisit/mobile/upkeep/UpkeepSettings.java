package io.revisit.mobile.upkeep;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How sync's own tables are kept.
 *
 * @param beaconInterval how long after the last beacon the next one is written; about as much is sent again after a crash
 * @param silence after how long without a pull a device no longer holds back tombstones
 * @param leastKept how long tombstones stay at least, whatever devices have seen
 * @param trimSlack how many records beyond a collection's {@code last} a scope may gather before it is trimmed
 */
@ConfigurationProperties("revisit.sync.upkeep")
record UpkeepSettings(
        @DefaultValue("2500ms") Duration beaconInterval,
        @DefaultValue("90d") Duration silence,
        @DefaultValue("7d") Duration leastKept,
        @DefaultValue("20") int trimSlack) {}
