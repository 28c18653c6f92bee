package io.revisit.sync.change;

import io.revisit.contract.collection.SyncedField;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Turns JSON values into what GraphQL would have made of them: text, {@code Integer}, {@code Long}, {@code Double}, {@code
 * OffsetDateTime}, {@code LocalDate}. What does not fit is refused with the field and a stable word.
 */
public final class FieldValues {
    private static final long LARGEST = (1L << 53) - 1;
    private static final OffsetDateTime FIRST = OffsetDateTime.parse("1900-01-01T00:00:00Z");
    private static final OffsetDateTime LAST = OffsetDateTime.parse("2200-01-01T00:00:00Z");
    private static final int MOST_ELEMENTS = 1000;

    private FieldValues() {}

    /** The typed value of a field that somebody sent. */
    public static @Nullable Object read(SyncedField field, @Nullable Object json) {
        if (json == null) {
            if (field.required()) {
                throw Refusal.invalid(field.name(), "REQUIRED");
            }
            return null;
        }
        return typed(field, json);
    }

    /** The typed value of a field that we stored, in the form in which PostgreSQL writes JSON. */
    public static @Nullable Object stored(SyncedField field, @Nullable Object json) {
        return json == null ? null : typed(field, json);
    }

    /** Whether two typed values mean the same. */
    public static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return one == other;
        }
        if (one instanceof OffsetDateTime instant && other instanceof OffsetDateTime otherInstant) {
            return instant.isEqual(otherInstant);
        }
        if (one instanceof Number number && other instanceof Number otherNumber) {
            return decimal(number).compareTo(decimal(otherNumber)) == 0;
        }
        if (one instanceof List<?> list && other instanceof List<?> otherList) {
            if (list.size() != otherList.size()) {
                return false;
            }
            for (int index = 0; index < list.size(); index++) {
                if (!same(list.get(index), otherList.get(index))) {
                    return false;
                }
            }
            return true;
        }
        if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> otherMap) {
            return map.keySet().equals(otherMap.keySet())
                    && map.keySet().stream().allMatch(key -> same(map.get(key), otherMap.get(key)));
        }
        return one.equals(other);
    }

    private static Object typed(SyncedField field, Object json) {
        if (!field.list()) {
            return single(field, json);
        }
        if (!(json instanceof List<?> elements)) {
            throw Refusal.invalid(field.name(), "NOT_A_LIST");
        }
        if (elements.size() > MOST_ELEMENTS) {
            throw Refusal.invalid(field.name(), "TOO_MANY");
        }
        List<Object> typed = new ArrayList<>();
        for (Object element : elements) {
            if (element == null) {
                throw Refusal.invalid(field.name(), "REQUIRED");
            }
            typed.add(single(field, element));
        }
        return typed;
    }

    private static Object single(SyncedField field, Object json) {
        return switch (field.type()) {
            case ID -> id(field, text(field, json));
            case STRING -> text(field, json);
            case ENUM -> choice(field, text(field, json));
            case INT -> (int) whole(field, json, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> whole(field, json, -LARGEST, LARGEST);
            case FLOAT -> number(field, json).doubleValue();
            case BOOLEAN -> {
                if (json instanceof Boolean) {
                    yield json;
                }
                throw Refusal.invalid(field.name(), "NOT_A_BOOLEAN");
            }
            case DATE_TIME -> instant(field.name(), text(field, json));
            case DATE -> date(field, text(field, json));
            case JSON -> json;
        };
    }

    private static String text(SyncedField field, Object json) {
        if (json instanceof String text) {
            return text;
        }
        throw Refusal.invalid(field.name(), "NOT_A_TEXT");
    }

    private static String id(SyncedField field, String text) {
        try {
            String canonical = UUID.fromString(text).toString();
            if (text.length() == canonical.length()) {
                return canonical;
            }
        } catch (IllegalArgumentException malformed) {
            // Refused below, as is the short form that UUID.fromString lets pass.
        }
        throw Refusal.invalid(field.name(), "NOT_A_UUID");
    }

    private static String choice(SyncedField field, String text) {
        if (!field.values().contains(text)) {
            throw Refusal.invalid(field.name(), "UNKNOWN_CHOICE");
        }
        return text;
    }

    private static long whole(SyncedField field, Object json, long smallest, long largest) {
        BigInteger whole;
        try {
            whole = decimal(number(field, json)).toBigIntegerExact();
        } catch (ArithmeticException fraction) {
            throw Refusal.invalid(field.name(), "NOT_A_WHOLE_NUMBER");
        }
        if (whole.compareTo(BigInteger.valueOf(smallest)) < 0 || whole.compareTo(BigInteger.valueOf(largest)) > 0) {
            throw Refusal.invalid(field.name(), "RANGE");
        }
        return whole.longValueExact();
    }

    private static Number number(SyncedField field, Object json) {
        if (json instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number;
        }
        throw Refusal.invalid(field.name(), "NOT_A_NUMBER");
    }

    private static BigDecimal decimal(Number number) {
        return number instanceof Double || number instanceof Float
                ? BigDecimal.valueOf(number.doubleValue())
                : new BigDecimal(number.toString());
    }

    /** A point in time that PostgreSQL can hold. */
    public static OffsetDateTime instant(String field, String text) {
        OffsetDateTime instant;
        try {
            instant = OffsetDateTime.parse(text);
        } catch (DateTimeException malformed) {
            throw Refusal.invalid(field, "NOT_A_TIME");
        }
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw Refusal.invalid(field, "RANGE");
        }
        return instant;
    }

    /** A typed value as JSON holds it. */
    public static @Nullable Object json(@Nullable Object typed) {
        if (typed instanceof OffsetDateTime instant) {
            return instant.toInstant().toString();
        }
        return typed instanceof LocalDate date ? date.toString() : typed;
    }

    private static LocalDate date(SyncedField field, String text) {
        try {
            LocalDate date = LocalDate.parse(text);
            if (date.getYear() >= 1900 && date.getYear() < 2200) {
                return date;
            }
        } catch (DateTimeException malformed) {
            throw Refusal.invalid(field.name(), "NOT_A_DATE");
        }
        throw Refusal.invalid(field.name(), "RANGE");
    }
}
