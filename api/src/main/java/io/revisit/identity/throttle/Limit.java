package io.revisit.identity.throttle;

import java.time.Duration;
import org.springframework.boot.convert.DurationStyle;

/** So many attempts at once, then one per period; written {@code 5/30s}. */
record Limit(int burst, Duration period) {

    Limit {
        if (burst < 1 || period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException("A limit is at least one attempt, then one per a positive period");
        }
    }

    /** Spring's property binding looks for this method by its name. */
    public static Limit valueOf(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("A limit is written as attempts/period, for example 5/30s: " + text);
        }
        return new Limit(
                Integer.parseInt(text.substring(0, slash).trim()),
                DurationStyle.detectAndParse(text.substring(slash + 1).trim()));
    }
}
