package io.revisit.platform.projection;

import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Select;
import org.jspecify.annotations.Nullable;

/**
 * One way into a list. A list may have several that share no row; each is read in order through its own index and stopped
 * after a page, then they are merged.
 *
 * @param each a query of one column {@code id}; the lane is then read once for each of its rows, null for once in all
 * @param condition which rows belong to the lane, given the row of {@code each} (or, without it, the row itself again)
 */
public record Lane(@Nullable Function<Compilation, Select<?>> each, BiFunction<Row, Row, Condition> condition) {

    public static Lane where(Function<Row, Condition> condition) {
        return new Lane(null, (lane, row) -> condition.apply(row));
    }

    public static Lane forEach(Function<Compilation, Select<?>> each, BiFunction<Row, Row, Condition> condition) {
        return new Lane(each, condition);
    }
}
