package io.revisit.demo;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** Days and hours at which people work. */
final class WorkingTime {
    private static final LocalTime START = LocalTime.of(9, 0);
    private static final LocalTime DUE = LocalTime.of(17, 0);
    private static final LocalTime LAST = LocalTime.of(23, 59, 59);
    private static final int SLOTS = 15;
    private static final int SLOT_MINUTES = 30;

    private WorkingTime() {}

    /** The day itself, or the Monday after when it falls on a weekend. */
    static LocalDate onOrAfter(LocalDate day) {
        return switch (day.getDayOfWeek()) {
            case SATURDAY -> day.plusDays(2);
            case SUNDAY -> day.plusDays(1);
            default -> day;
        };
    }

    /** The day itself, or the Friday before when it falls on a weekend. */
    static LocalDate onOrBefore(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY
                ? day.minusDays(1)
                : day.getDayOfWeek() == DayOfWeek.SUNDAY ? day.minusDays(2) : day;
    }

    /** A half hour between nine and half past four. */
    static ZonedDateTime slot(LocalDate day, int seed, ZoneId zone) {
        return day.atTime(START)
                .plusMinutes((long) (seed % SLOTS) * SLOT_MINUTES)
                .atZone(zone);
    }

    static ZonedDateTime start(LocalDate day, ZoneId zone) {
        return day.atTime(START).atZone(zone);
    }

    static ZonedDateTime due(LocalDate day, ZoneId zone) {
        return day.atTime(DUE).atZone(zone);
    }

    static ZonedDateTime end(LocalDate day, ZoneId zone) {
        return day.atTime(LAST).atZone(zone);
    }
}
