package io.revisit.visit;

import io.revisit.platform.mutation.Input;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** When and where a visit took place, and what the customer thought of us. */
record VisitFacts(
        OffsetDateTime startedAt,
        @Nullable OffsetDateTime endedAt,
        @Nullable OffsetDateTime deviceTime,
        @Nullable OffsetDateTime sentAt,
        @Nullable Double latitude,
        @Nullable Double longitude,
        @Nullable Double accuracyMeters,
        @Nullable OffsetDateTime fixedAt,
        @Nullable Integer csat,
        @Nullable Integer nps) {

    /** A phone's clock may be a little ahead of ours. */
    private static final Duration TOLERATED_SKEW = Duration.ofMinutes(5);

    private static final double EARTH_CIRCUMFERENCE_METERS = 40_075_000;

    static VisitFacts of(Input input, Instant now) {
        OffsetDateTime startedAt = past(input, "startedAt", input.instant("startedAt"), now);
        OffsetDateTime endedAt = input.optionalInstant("endedAt");
        if (endedAt != null && past(input, "endedAt", endedAt, now).isBefore(startedAt)) {
            throw input.refuse("endedAt", "BEFORE_START");
        }
        Input location = input.object("location");
        return new VisitFacts(
                startedAt,
                endedAt,
                input.optionalInstant("deviceTime"),
                input.optionalInstant("sentAt"),
                location == null ? null : location.optionalDecimal("latitude", -90, 90),
                location == null ? null : location.optionalDecimal("longitude", -180, 180),
                location == null ? null : location.optionalDecimal("accuracyMeters", 0, EARTH_CIRCUMFERENCE_METERS),
                location == null ? null : location.optionalInstant("fixedAt"),
                input.optionalNumber("csat", 1, 5),
                input.optionalNumber("nps", 0, 10));
    }

    private static OffsetDateTime past(Input input, String field, OffsetDateTime time, Instant now) {
        if (time.toInstant().isAfter(now.plus(TOLERATED_SKEW))) {
            throw input.refuse(field, "IN_FUTURE");
        }
        return time;
    }
}
