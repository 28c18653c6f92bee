package io.revisit.platform.mutation;

import io.revisit.platform.error.ApiException;
import io.revisit.platform.projection.Ids;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The input of a mutation, whichever door it came through. It tells what was left out from what was emptied, and refuses
 * what is out of bounds with the field's path and a stable word: {@code REQUIRED}, {@code LENGTH}, {@code RANGE},
 * {@code NOT_A_UUID}, {@code NOT_AN_EMAIL}, {@code TOO_MANY}, {@code TOO_LARGE}, {@code NOT_AN_OBJECT}.
 */
public final class Input {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final int LONGEST_EMAIL = 254;

    /** Numbers are written out, as PostgreSQL will: {@code 1e300} is not five characters there but 301. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .addModule(new SimpleModule().addSerializer(Double.class, new PlainDouble()))
            .build();

    private final Map<?, ?> values;
    private final String path;

    private Input(Map<?, ?> values, String path) {
        this.values = values;
        this.path = path;
    }

    public static Input of(@Nullable Map<?, ?> values) {
        return new Input(values == null ? Map.of() : values, "");
    }

    /** Whether the field was given, be it as null. */
    public boolean has(String field) {
        return values.containsKey(field);
    }

    /** Whether the field holds something: a value, or a list that is not empty. */
    public boolean isGiven(String field) {
        return !isEmpty(field) && !(values.get(field) instanceof Collection<?> list && list.isEmpty());
    }

    private boolean isEmpty(String field) {
        return values.get(field) == null;
    }

    public UUID id(String field) {
        return Ids.parse(required(field), path + field);
    }

    public @Nullable UUID optionalId(String field) {
        return isEmpty(field) ? null : id(field);
    }

    public List<UUID> ids(String field, int most) {
        List<UUID> ids = new ArrayList<>();
        for (Object id : list(field, most)) {
            ids.add(Ids.parse(id, path + field));
        }
        return ids;
    }

    /** Text of 1 to {@code longest} characters; surrounding blanks do not count. */
    public String text(String field, int longest) {
        return bounded(field, String.valueOf(required(field)), 1, longest);
    }

    /** Text of at most {@code longest} characters, null when it was left out, null or blank. */
    public @Nullable String optionalText(String field, int longest) {
        if (isEmpty(field)) {
            return null;
        }
        String text = bounded(field, String.valueOf(values.get(field)), 0, longest);
        return text.isEmpty() ? null : text;
    }

    /** An e-mail address, null when it was left out, null or blank. */
    public @Nullable String optionalEmail(String field) {
        String email = optionalText(field, LONGEST_EMAIL);
        if (email != null && !EMAIL.matcher(email).matches()) {
            throw refuse(field, "NOT_AN_EMAIL");
        }
        return email;
    }

    public List<String> texts(String field, int most, int longest) {
        List<String> texts = new ArrayList<>();
        for (Object text : list(field, most)) {
            texts.add(bounded(field, String.valueOf(text), 1, longest));
        }
        return texts;
    }

    /** The name of an enum's value; GraphQL has already checked it. */
    public String choice(String field) {
        return String.valueOf(required(field));
    }

    public OffsetDateTime instant(String field) {
        return (OffsetDateTime) required(field);
    }

    public @Nullable OffsetDateTime optionalInstant(String field) {
        return (OffsetDateTime) values.get(field);
    }

    public int number(String field) {
        return ((Number) required(field)).intValue();
    }

    /** A whole number of up to 2^53 - 1; from a JSON door it may come as any kind of number. */
    public long wholeNumber(String field) {
        if (required(field) instanceof Number number && number.doubleValue() == number.longValue()) {
            return number.longValue();
        }
        throw refuse(field, "RANGE");
    }

    public @Nullable Integer optionalNumber(String field) {
        return isEmpty(field) ? null : (Integer) number(field);
    }

    public @Nullable Integer optionalNumber(String field, int smallest, int largest) {
        return values.get(field) instanceof Number number
                ? (Integer) (int) ranged(field, number.doubleValue(), smallest, largest)
                : null;
    }

    public @Nullable Double optionalDecimal(String field, double smallest, double largest) {
        return values.get(field) instanceof Number number
                ? (Double) ranged(field, number.doubleValue(), smallest, largest)
                : null;
    }

    public boolean flag(String field) {
        return Boolean.TRUE.equals(values.get(field));
    }

    /** An input object inside this one, null when it was left out. */
    public @Nullable Input object(String field) {
        return values.get(field) instanceof Map<?, ?> object ? new Input(object, path + field + ".") : null;
    }

    /** A JSON object as text, {@code {}} when it was left out. */
    public String json(String field, int mostBytes) {
        Object value = values.get(field);
        if (value == null) {
            return "{}";
        }
        if (!(value instanceof Map<?, ?>)) {
            throw refuse(field, "NOT_AN_OBJECT");
        }
        try {
            String json = JSON.writeValueAsString(value);
            if (json.getBytes(StandardCharsets.UTF_8).length <= mostBytes && !json.contains("\\u0000")) {
                return json;
            }
        } catch (JacksonException beyondBounds) {
            // Nested too deeply, or with a number that nothing can hold.
        }
        throw refuse(field, "TOO_LARGE");
    }

    public ApiException refuse(String field, String problem) {
        return ApiException.invalid(path + field, problem);
    }

    private Object required(String field) {
        Object value = values.get(field);
        if (value == null) {
            throw refuse(field, "REQUIRED");
        }
        return value;
    }

    private Collection<?> list(String field, int most) {
        Collection<?> list = values.get(field) instanceof Collection<?> given ? given : List.of();
        if (list.size() > most) {
            throw refuse(field, "TOO_MANY");
        }
        return list;
    }

    private double ranged(String field, double value, double smallest, double largest) {
        if (!(value >= smallest && value <= largest)) {
            throw refuse(field, "RANGE");
        }
        return value;
    }

    private String bounded(String field, String text, int shortest, int longest) {
        String stripped = text.strip();
        // PostgreSQL cannot store NUL in a text.
        int length = stripped.codePointCount(0, stripped.length());
        if (length < shortest || length > longest || stripped.indexOf('\0') >= 0) {
            throw refuse(field, "LENGTH");
        }
        return stripped;
    }

    private static final class PlainDouble extends ValueSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator generator, SerializationContext context) {
            generator.writeNumber(BigDecimal.valueOf(value));
        }
    }
}
