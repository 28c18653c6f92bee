package io.revisit.platform.projection;

import io.revisit.platform.error.ApiException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Conditions from the fields of a {@code filter} argument; a field that was not given adds none. */
public final class Filters {
    private static final int LONGEST_LIST = 50;

    private final Row row;
    private final Selected selected;
    private final List<Condition> conditions = new ArrayList<>();

    private Filters(Row row, Selected selected) {
        this.row = row;
        this.selected = selected;
    }

    public static Filters of(Row row, Selected selected) {
        return new Filters(row, selected);
    }

    public Condition all() {
        return DSL.and(conditions);
    }

    public boolean given(String field) {
        return selected.argument("filter", field) != null;
    }

    /** The column is one of the texts. */
    public Filters texts(String field, String column) {
        return add(field, () -> DSL.condition("{0} = any({1})", row.column(column), texts(field)));
    }

    /** The array column holds at least one of the texts. */
    public Filters overlap(String field, String column) {
        return add(field, () -> DSL.condition("{0} && {1}", row.column(column), texts(field)));
    }

    public Filters ids(String field, String column) {
        return add(
                field,
                () -> DSL.condition(
                        "{0} = any({1})",
                        row.column(column),
                        row.compilation().parameter(SqlType.IDS, request -> values(request, field).stream()
                                .map(id -> Ids.parse(id, "filter." + field))
                                .toArray(UUID[]::new))));
    }

    /** A condition on an instant. */
    public Filters instant(String field, Function<Field<OffsetDateTime>, Condition> condition) {
        return add(
                field,
                () -> condition.apply(row.compilation()
                        .parameter(SqlType.INSTANT, request -> request.argument(selected, "filter", field))));
    }

    /** The values of a list of enums, each once and in order; part of the shape, so they may decide about the SQL. */
    public Set<String> enums(String field) {
        return list(selected.argument("filter", field)).stream()
                .map(String::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    public Filters and(Condition condition) {
        conditions.add(condition);
        return this;
    }

    private Filters add(String field, Supplier<Condition> condition) {
        if (given(field)) {
            conditions.add(condition.get());
        }
        return this;
    }

    private Field<String[]> texts(String field) {
        return row.compilation().parameter(SqlType.TEXTS, request -> values(request, field).stream()
                .map(value -> withoutNul(String.valueOf(value), field))
                .toArray(String[]::new));
    }

    private Collection<?> values(Request request, String field) {
        Collection<?> values = list(request.argument(selected, "filter", field));
        if (values.size() > LONGEST_LIST) {
            throw ApiException.invalid("filter." + field, "TOO_MANY");
        }
        return values;
    }

    /** PostgreSQL knows no text with NUL. */
    private static String withoutNul(String text, String field) {
        if (text.indexOf('\0') >= 0) {
            throw ApiException.invalid("filter." + field, "LENGTH");
        }
        return text;
    }

    private static Collection<?> list(@Nullable Object value) {
        return value instanceof Collection<?> values ? values : List.of();
    }
}
