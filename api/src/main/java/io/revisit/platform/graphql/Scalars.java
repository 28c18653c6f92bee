package io.revisit.platform.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.NullValue;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.language.VariableReference;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The schema's own scalars. Answers come ready-made from PostgreSQL, so only input is parsed. */
final class Scalars {
    private static final BigInteger LARGEST = BigInteger.valueOf((1L << 53) - 1);
    private static final OffsetDateTime FIRST = OffsetDateTime.parse("1900-01-01T00:00:00Z");
    private static final OffsetDateTime LAST = OffsetDateTime.parse("2200-01-01T00:00:00Z");

    static final List<GraphQLScalarType> ALL = List.of(
            text("DateTime", Scalars::instant),
            text("Date", LocalDate::parse),
            scalar("Long", Scalars::whole),
            scalar("JSON", Function.identity()));

    private Scalars() {}

    private static OffsetDateTime instant(String text) {
        OffsetDateTime instant = OffsetDateTime.parse(text);
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw new DateTimeException("not between 1900 and 2200");
        }
        return instant;
    }

    private static Long whole(Object value) {
        if (!(value instanceof Number) || value instanceof Double || value instanceof Float) {
            throw new IllegalArgumentException("not a whole number");
        }
        BigInteger number = new BigDecimal(value.toString()).toBigIntegerExact();
        if (number.abs().compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException("beyond 2^53 - 1");
        }
        return number.longValueExact();
    }

    private static GraphQLScalarType text(String name, Function<String, Object> parse) {
        return scalar(name, value -> {
            if (value instanceof String text) {
                return parse.apply(text);
            }
            throw new IllegalArgumentException("not a string");
        });
    }

    private static GraphQLScalarType scalar(String name, Function<Object, Object> parse) {
        return GraphQLScalarType.newScalar()
                .name(name)
                .coercing(new Coercing<Object, Object>() {
                    @Override
                    public Object serialize(Object value, GraphQLContext context, Locale locale) {
                        return value instanceof java.time.temporal.Temporal ? value.toString() : value;
                    }

                    @Override
                    public Object parseValue(Object input, GraphQLContext context, Locale locale) {
                        try {
                            return parse.apply(input);
                        } catch (DateTimeException | ArithmeticException | IllegalArgumentException bad) {
                            throw new CoercingParseValueException("Not a valid " + name);
                        }
                    }

                    @Override
                    public @Nullable Object parseLiteral(
                            Value<?> literal, CoercedVariables variables, GraphQLContext context, Locale locale) {
                        try {
                            Object value = Scalars.value(literal, variables);
                            return value == null ? null : parse.apply(value);
                        } catch (DateTimeException | ArithmeticException | IllegalArgumentException bad) {
                            throw new CoercingParseLiteralException("Not a valid " + name);
                        }
                    }
                })
                .build();
    }

    private static @Nullable Object value(Value<?> literal, CoercedVariables variables) {
        if (literal instanceof NullValue) {
            return null;
        } else if (literal instanceof StringValue text) {
            return text.getValue();
        } else if (literal instanceof BooleanValue truth) {
            return truth.isValue();
        } else if (literal instanceof IntValue whole) {
            return whole.getValue();
        } else if (literal instanceof FloatValue decimal) {
            return decimal.getValue();
        } else if (literal instanceof VariableReference reference) {
            return variables.get(reference.getName());
        } else if (literal instanceof ArrayValue array) {
            List<@Nullable Object> items = new ArrayList<>();
            array.getValues().forEach(item -> items.add(value(item, variables)));
            return items;
        } else if (literal instanceof ObjectValue object) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            object.getObjectFields().forEach(field -> fields.put(field.getName(), value(field.getValue(), variables)));
            return fields;
        }
        throw new IllegalArgumentException("not a value");
    }
}
