package io.revisit.visit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.revisit.platform.error.ApiException;
import io.revisit.platform.mutation.Input;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VisitFactsTest {
    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final OffsetDateTime START = OffsetDateTime.parse("2026-03-02T07:00:00Z");

    @Test
    void onlyTheStartIsNeeded() {
        assertThat(VisitFacts.of(with("csat", null), NOW))
                .isEqualTo(new VisitFacts(START, null, null, null, null, null, null, null, null, null));
    }

    @Test
    void aPhonesClockMayBeFiveMinutesAhead() {
        OffsetDateTime ahead = OffsetDateTime.parse("2026-03-02T08:05:00Z");
        assertThat(VisitFacts.of(with("startedAt", ahead), NOW).startedAt()).isEqualTo(ahead);
        assertThat(problem("startedAt", ahead.plusSeconds(1))).isEqualTo("[startedAt] IN_FUTURE");
        assertThat(problem("endedAt", ahead.plusSeconds(1))).isEqualTo("[endedAt] IN_FUTURE");
    }

    @Test
    void aVisitEndsNotBeforeItBegan() {
        assertThat(VisitFacts.of(with("endedAt", START), NOW).endedAt()).isEqualTo(START);
        assertThat(problem("endedAt", START.minusSeconds(1))).isEqualTo("[endedAt] BEFORE_START");
    }

    @Test
    void placesAreOnEarth() {
        VisitFacts facts = VisitFacts.of(with("location", Map.of("latitude", 90, "longitude", -180.0)), NOW);
        assertThat(facts.latitude()).isEqualTo(90.0);
        assertThat(facts.longitude()).isEqualTo(-180.0);
        assertThat(problem("location", Map.of("latitude", -90.1, "longitude", 0)))
                .isEqualTo("[location, latitude] RANGE");
        assertThat(problem("location", Map.of("latitude", 0, "longitude", 180.1)))
                .isEqualTo("[location, longitude] RANGE");
        assertThat(problem("location", Map.of("latitude", 0, "longitude", 0, "accuracyMeters", 4.1e7)))
                .isEqualTo("[location, accuracyMeters] RANGE");
    }

    @Test
    void scoresAreOnTheirScales() {
        assertThat(VisitFacts.of(with("csat", 1), NOW).csat()).isEqualTo(1);
        assertThat(VisitFacts.of(with("nps", 10), NOW).nps()).isEqualTo(10);
        assertThat(problem("csat", 0)).isEqualTo("[csat] RANGE");
        assertThat(problem("nps", 11)).isEqualTo("[nps] RANGE");
    }

    private static String problem(String field, Object value) {
        ApiException refusal = catchThrowableOfType(ApiException.class, () -> VisitFacts.of(with(field, value), NOW));
        return refusal.field() + " " + refusal.details().get("problem");
    }

    private static Input with(String field, @Nullable Object value) {
        Map<String, @Nullable Object> values = new HashMap<>(Map.of("startedAt", START));
        values.put(field, value);
        return Input.of(values);
    }
}
