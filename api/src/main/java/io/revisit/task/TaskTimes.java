package io.revisit.task;

import io.revisit.platform.mutation.Input;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** When a task may, should and must be done. */
record TaskTimes(@Nullable OffsetDateTime earliestAt, OffsetDateTime dueAt, OffsetDateTime latestAt) {
    private static final Period FARTHEST = Period.ofYears(5);

    /** Reads the times; without a latest one, the task becomes overdue when its due day ends where the assignee is. */
    static TaskTimes of(Input input, Instant now, ZoneId zone) {
        OffsetDateTime earliest = input.optionalInstant("earliestAt");
        OffsetDateTime due = input.instant("dueAt");
        OffsetDateTime given = input.optionalInstant("latestAt");
        OffsetDateTime latest = given != null
                ? given
                : due.atZoneSameInstant(zone)
                        .toLocalDate()
                        .plusDays(1)
                        .atStartOfDay(zone)
                        .toOffsetDateTime();
        OffsetDateTime farthest = now.atOffset(ZoneOffset.UTC).plus(FARTHEST);
        if (due.isAfter(farthest)) {
            throw input.refuse("dueAt", "RANGE");
        }
        if (earliest != null && earliest.isAfter(due)) {
            throw input.refuse("earliestAt", "AFTER_DUE");
        }
        if (latest.isBefore(due) || latest.isAfter(farthest.plusYears(1))) {
            throw input.refuse("latestAt", latest.isBefore(due) ? "BEFORE_DUE" : "RANGE");
        }
        return new TaskTimes(earliest, due, latest);
    }
}
