package io.revisit.platform.projection;

import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads cursors back. A cursor is opaque to clients: Base64 of the order's name and the row's sort values. */
final class Cursors {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST = 2000;

    private Cursors() {}

    /** The sort values as text, in the order of the ordering's keys; each has been checked to be of its key's type. */
    static List<String> decode(@Nullable Object cursor, Ordering ordering) {
        if (!(cursor instanceof String text) || text.length() > LONGEST) {
            throw new ApiException(ErrorCode.CURSOR_INVALID);
        }
        try {
            JsonNode parts = JSON.readTree(new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
            if (!parts.isArray()
                    || parts.size() != ordering.keys().size() + 1
                    || !parts.get(0).isString()
                    || !parts.get(0).stringValue().equals(ordering.name())) {
                throw new ApiException(ErrorCode.CURSOR_INVALID);
            }
            List<String> values = new ArrayList<>();
            for (int index = 0; index < ordering.keys().size(); index++) {
                values.add(checked(
                        parts.get(index + 1).asString(),
                        ordering.keys().get(index).type()));
            }
            return values;
        } catch (IllegalArgumentException | DateTimeParseException | JacksonException malformed) {
            throw new ApiException(ErrorCode.CURSOR_INVALID);
        }
    }

    private static String checked(String value, SqlType<?> type) {
        Class<?> java = type.javaType();
        if (java == UUID.class) {
            return UUID.fromString(value).toString();
        }
        if (java == OffsetDateTime.class) {
            return value.endsWith("infinity")
                    ? checkedInfinity(value)
                    : checkedYear(OffsetDateTime.parse(value)).toString();
        }
        if (java == LocalDate.class) {
            return checkedYear(LocalDate.parse(value)).toString();
        }
        if (java == Boolean.class && !value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(value);
        }
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("NUL");
        }
        return value;
    }

    /** PostgreSQL's calendar is shorter than Java's, and writes years before Christ in another way. */
    private static <T extends TemporalAccessor> T checkedYear(T time) {
        int year = time.get(ChronoField.YEAR);
        if (year < 1 || year > 9999) {
            throw new IllegalArgumentException("year " + year);
        }
        return time;
    }

    private static String checkedInfinity(String value) {
        if (!value.equals("infinity") && !value.equals("-infinity")) {
            throw new IllegalArgumentException(value);
        }
        return value;
    }
}
