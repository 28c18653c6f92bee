package io.revisit.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.revisit.platform.error.ApiException;
import io.revisit.platform.mutation.Input;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskTimesTest {
    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @ParameterizedTest
    @CsvSource({
        "Asia/Shanghai,    2026-03-02T15:59:59Z, 2026-03-02T16:00:00Z",
        "Asia/Shanghai,    2026-03-02T16:00:00Z, 2026-03-03T16:00:00Z",
        "America/New_York, 2026-03-08T15:00:00Z, 2026-03-09T04:00:00Z",
        "America/New_York, 2026-11-01T04:30:00Z, 2026-11-02T05:00:00Z",
        // Midnight itself is skipped there on that day.
        "Africa/Cairo,     2026-04-23T12:00:00Z, 2026-04-23T22:00:00Z",
        "Pacific/Apia,     2026-03-02T09:00:00Z, 2026-03-02T11:00:00Z"
    })
    void latestIsTheEndOfTheDueDayInTheZone(String zone, String due, String latest) {
        TaskTimes times = TaskTimes.of(input("dueAt", due), NOW, ZoneId.of(zone));
        assertThat(times.latestAt().toInstant()).isEqualTo(Instant.parse(latest));
        assertThat(times.earliestAt()).isNull();
    }

    @Test
    void givenTimesStay() {
        TaskTimes times = TaskTimes.of(
                input(
                        "earliestAt",
                        "2026-03-03T08:00:00Z",
                        "dueAt",
                        "2026-03-03T08:00:00Z",
                        "latestAt",
                        "2026-03-03T08:00:00Z"),
                NOW,
                SHANGHAI);
        assertThat(times.earliestAt()).isEqualTo(times.dueAt()).isEqualTo(times.latestAt());
    }

    @Test
    void timesOutOfOrderOrTooFarAreRefused() {
        assertThat(problem(input("dueAt", "2031-03-02T08:00:01Z"))).isEqualTo("[dueAt] RANGE");
        assertThat(problem(input("dueAt", "2026-03-03T08:00:00Z", "earliestAt", "2026-03-03T16:00:01+08:00")))
                .isEqualTo("[earliestAt] AFTER_DUE");
        assertThat(problem(input("dueAt", "2026-03-03T08:00:00Z", "latestAt", "2026-03-03T07:59:59Z")))
                .isEqualTo("[latestAt] BEFORE_DUE");
        assertThat(problem(input("dueAt", "2026-03-03T08:00:00Z", "latestAt", "2032-03-02T08:00:01Z")))
                .isEqualTo("[latestAt] RANGE");
        assertThat(problem(Input.of(Map.of()))).isEqualTo("[dueAt] REQUIRED");
    }

    private static String problem(Input input) {
        ApiException refusal = catchThrowableOfType(ApiException.class, () -> TaskTimes.of(input, NOW, SHANGHAI));
        return refusal.field() + " " + refusal.details().get("problem");
    }

    private static Input input(String... namesAndTimes) {
        Map<String, Object> values = new HashMap<>();
        for (int index = 0; index < namesAndTimes.length; index += 2) {
            values.put(namesAndTimes[index], OffsetDateTime.parse(namesAndTimes[index + 1]));
        }
        return Input.of(values);
    }
}
