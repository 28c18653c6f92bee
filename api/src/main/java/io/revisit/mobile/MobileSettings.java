package io.revisit.mobile;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of delta sync.
 *
 * @param cursorAge how long a cursor is good for; a phone that was silent for longer compares digests
 * @param pullBytes bytes of records on a page when the phone names none
 */
@ConfigurationProperties("revisit.sync")
public record MobileSettings(@DefaultValue("90d") Duration cursorAge, @DefaultValue("1048576") int pullBytes) {
    /** The smallest page a phone may ask for, for bad networks. */
    public static final int FEWEST_PULL_BYTES = 16 * 1024;

    /** The largest page a phone may ask for. */
    public static final int MOST_PULL_BYTES = 4 * 1024 * 1024;
}
