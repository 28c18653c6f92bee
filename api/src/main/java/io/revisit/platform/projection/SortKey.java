package io.revisit.platform.projection;

import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** One thing a list is ordered by. It must never be null and must be what an index holds. */
public record SortKey(Function<Row, Field<?>> expression, SqlType<?> type) {

    /** Names in the order people expect: Latin alphabetically, Chinese by pinyin. */
    public static SortKey name(String column) {
        return new SortKey(row -> DSL.field("{0} collate \"zh-x-icu\"", row.column(column)), SqlType.TEXT);
    }

    public static SortKey instant(String column) {
        return new SortKey(row -> row.column(column), SqlType.INSTANT);
    }

    /** An instant that may be missing; {@code missing} is {@code infinity} or {@code -infinity}. */
    public static SortKey instant(String column, String missing) {
        return new SortKey(
                row -> DSL.field(
                        "coalesce({0}, {1}::timestamptz)",
                        OffsetDateTime.class, row.column(column), DSL.inline(missing)),
                SqlType.INSTANT);
    }

    public static SortKey number(String column) {
        return new SortKey(row -> row.column(column), SqlType.INTEGER);
    }

    public static SortKey date(String column) {
        return new SortKey(row -> row.column(column), SqlType.DATE);
    }

    static SortKey id() {
        return new SortKey(row -> row.column("id", UUID.class), SqlType.ID);
    }

    /** A flag whose true rows come first in ascending order. */
    public static SortKey trueFirst(String column) {
        return new SortKey(row -> DSL.field("(not {0})", Boolean.class, row.column(column)), SqlType.BOOLEAN);
    }
}
