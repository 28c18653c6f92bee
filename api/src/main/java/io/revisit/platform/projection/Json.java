package io.revisit.platform.projection;

import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.JSONEntry;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;

/** Builds JSON in SQL: objects by their selection, one from another table, a short list of them. */
public final class Json {
    /** PostgreSQL takes at most 100 function arguments: a key and a value each. */
    private static final int MOST_KEYS = 49;

    private Json() {}

    /** The selected fields of a row, under their result keys. */
    public static Field<JSON> object(String type, Row row, Selected selected) {
        return object(entries(type, row, selected));
    }

    static Field<JSON> objectWithTypeName(String type, Row row, Selected selected) {
        List<JSONEntry<?>> entries = entries(type, row, selected);
        entries.add(DSL.key("__typename").value(DSL.inline(type)));
        return object(entries);
    }

    private static Field<JSON> object(List<JSONEntry<?>> entries) {
        if (entries.size() > MOST_KEYS) {
            throw new ApiException(
                    ErrorCode.QUERY_TOO_COMPLEX, Map.of("fieldsOfOneObject", entries.size(), "limit", MOST_KEYS));
        }
        return DSL.jsonObject(entries);
    }

    private static List<JSONEntry<?>> entries(String type, Row row, Selected selected) {
        Projection projection = row.compilation().projections().get(type);
        List<JSONEntry<?>> entries = new ArrayList<>();
        for (Selected child : selected.children()) {
            if (child.typeNames().contains(type)) {
                entries.add(DSL.key(child.resultKey())
                        .value(projection.field(child.name()).project(row, child)));
            }
        }
        return entries;
    }

    /** An object whose values are given, of which the selected ones are taken. */
    public static Field<JSON> object(Selected selected, Function<Selected, Field<?>> value) {
        List<JSONEntry<?>> entries = new ArrayList<>();
        for (Selected child : selected.children()) {
            entries.add(DSL.key(child.resultKey()).value(value.apply(child)));
        }
        return object(entries);
    }

    public static Field<?> money(Field<?> amountMinor, Field<?> currencyCode, Selected selected) {
        Field<JSON> money = object(selected, child -> child.name().equals("amountMinor") ? amountMinor : currencyCode);
        return DSL.case_().when(amountMinor.isNotNull(), money);
    }

    /** The object that the condition finds, null when there is none. */
    public static Field<JSON> one(String type, Row parent, Selected selected, Function<Row, Condition> condition) {
        Row row = parent.compilation().row();
        return DSL.field(rows(type, row, condition.apply(row), object(type, row, selected)));
    }

    static <T> Select<Record1<T>> rows(String type, Row row, Condition condition, Field<T> value) {
        Projection projection = row.compilation().projections().get(type);
        return DSL.select(value)
                .from(Compilation.table(projection.table(), row))
                .where(projection.ofTenant(row).and(condition));
    }

    /** The first objects that the condition finds, as an array. */
    public static Field<JSON> list(
            String type,
            Row parent,
            Selected selected,
            Ordering ordering,
            int limit,
            Function<Row, Condition> condition) {
        Row row = parent.compilation().row();
        Row page = parent.compilation().row();
        Select<?> first = DSL.select(DSL.field("{0}.*", DSL.name(row.alias())))
                .from(Compilation.table(
                        row.compilation().projections().get(type).table(), row))
                .where(row.column("tenant_id").eq(row.compilation().tenantId()).and(condition.apply(row)))
                .orderBy(ordering.sort(row))
                .limit(DSL.inline(limit));
        return DSL.field(DSL.select(DSL.coalesce(
                        DSL.jsonArrayAgg(object(type, page, selected)).orderBy(ordering.sort(page)),
                        DSL.inline(JSON.json("[]"))))
                .from(DSL.table(first).as(page.alias())));
    }
}
