package io.revisit.platform.projection;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.SortField;
import org.jooq.impl.DSL;

/**
 * The order of a list, ended by the id so that no two rows are equal. All keys run in one direction, so that a cursor is
 * one row comparison that an index answers.
 *
 * @param name stands in cursors, so that a cursor of another order is refused
 */
public record Ordering(String name, List<SortKey> keys, boolean descending) {

    public static Ordering ascending(String name, SortKey... keys) {
        return of(name, false, keys);
    }

    public static Ordering descending(String name, SortKey... keys) {
        return of(name, true, keys);
    }

    public static Ordering of(String name, boolean descending, SortKey... keys) {
        List<SortKey> all = new ArrayList<>(List.of(keys));
        all.add(SortKey.id());
        return new Ordering(name + (descending ? "-" : "+"), List.copyOf(all), descending);
    }

    List<SortField<?>> sort(Row row) {
        List<SortField<?>> sort = new ArrayList<>();
        for (SortKey key : keys) {
            Field<?> field = key.expression().apply(row);
            sort.add(descending ? field.desc() : field.asc());
        }
        return sort;
    }

    /** Rows that come after the cursor that {@code selected} carries. */
    Condition after(Row row, Selected selected) {
        List<Field<?>> fields = new ArrayList<>();
        List<Field<?>> values = new ArrayList<>();
        for (int index = 0; index < keys.size(); index++) {
            SortKey key = keys.get(index);
            int position = index;
            fields.add(key.expression().apply(row));
            values.add(row.compilation()
                    .cast(
                            request -> Cursors.decode(request.argument(selected, "after"), this)
                                    .get(position),
                            key.type()));
        }
        return DSL.condition(
                descending ? "row({0}) < row({1})" : "row({0}) > row({1})", DSL.list(fields), DSL.list(values));
    }

    /** The cursor of a row, as text. */
    Field<String> cursor(Row row) {
        List<Field<?>> parts = new ArrayList<>();
        parts.add(DSL.inline(name));
        keys.forEach(key -> parts.add(key.expression().apply(row)));
        return DSL.field(
                "translate(encode(convert_to(json_build_array({0})::text, 'UTF8'), 'base64'), E'\\n', '')",
                String.class, DSL.list(parts));
    }
}
