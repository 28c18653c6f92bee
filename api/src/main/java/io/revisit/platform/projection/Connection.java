package io.revisit.platform.projection;

import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.ApiException;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.QueryPart;
import org.jooq.Select;
import org.jooq.SelectConditionStep;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** A Relay connection: a list in pages, each page found by keyset, nothing counted or built that was not asked for. */
public final class Connection {
    public static final int LARGEST_PAGE = 100;

    private final String type;
    private final Function<Selected, Ordering> ordering;
    private final BiFunction<Row, Selected, Condition> filter;
    private final List<Lane> lanes;

    private Connection(
            String type,
            Function<Selected, Ordering> ordering,
            BiFunction<Row, Selected, Condition> filter,
            List<Lane> lanes) {
        this.type = type;
        this.ordering = ordering;
        this.filter = filter;
        this.lanes = lanes;
    }

    /** A list that one condition describes, always in the same order. */
    public static Connection of(String type, Ordering ordering, Function<Row, Condition> condition) {
        return new Connection(
                type, selected -> ordering, (row, selected) -> DSL.noCondition(), List.of(Lane.where(condition)));
    }

    /** A list made of lanes that share no row. */
    public static Connection of(String type, Function<Selected, Ordering> ordering, List<Lane> lanes) {
        return new Connection(type, ordering, (row, selected) -> DSL.noCondition(), lanes);
    }

    /** The same list, of which a filter argument leaves out some. */
    public Connection filtered(BiFunction<Row, Selected, Condition> condition) {
        return new Connection(type, ordering, condition, lanes);
    }

    Field<JSON> project(Compilation compilation, Selected selected) {
        Row row = compilation.row();
        Row page = compilation.row();
        Ordering order = ordering.apply(selected);
        Field<Integer> first = compilation.parameter(SqlType.INTEGER, request -> pageSize(request, selected));
        boolean onlyCounts =
                selected.children().stream().allMatch(child -> child.name().equals("totalCount"));
        if (onlyCounts) {
            return Json.object(selected, child -> totalCount(compilation, selected));
        }
        boolean asksForNext = selected.below("pageInfo").stream().anyMatch(pageInfo -> pageInfo.asksFor("hasNextPage"));
        Select<?> rows = merged(compilation, selected, order, asksForNext ? first.plus(1) : first);
        Select<?> numbered = DSL.select(
                        DSL.field("{0}.*", DSL.name(row.alias())),
                        DSL.field("row_number() over ()").as("row_in_page"),
                        DSL.field("count(*) over ()").as("rows_in_page"))
                .from(DSL.table(rows).as(row.alias()));
        return DSL.field(DSL.select(Json.object(selected, child -> part(child, selected, page, order, first)))
                .from(DSL.table(numbered).as(page.alias()))
                // One answer, also when nothing that was asked for sums up the rows.
                .groupBy(DSL.emptyGroupingSet()));
    }

    private Field<?> part(Selected part, Selected selected, Row page, Ordering order, Field<Integer> first) {
        return switch (part.name()) {
            case "nodes" -> array(Json.object(type, page, part), page, first);
            case "edges" ->
                array(
                        Json.object(
                                part,
                                child -> child.name().equals("cursor")
                                        ? order.cursor(page)
                                        : Json.object(type, page, child)),
                        page,
                        first);
            case "pageInfo" -> Json.object(part, child -> pageInfo(child, selected, page, order, first));
            case "totalCount" -> totalCount(page.compilation(), selected);
            default -> throw new IllegalStateException("A connection has no field " + part.name());
        };
    }

    private static Field<?> array(Field<?> element, Row page, Field<Integer> first) {
        return DSL.field(
                "coalesce(json_agg({0} order by {1}) filter (where {1} <= {2}), '[]')",
                element, page.column("row_in_page"), first);
    }

    private static Field<?> pageInfo(Selected part, Selected selected, Row page, Ordering order, Field<Integer> first) {
        Compilation compilation = page.compilation();
        return switch (part.name()) {
            case "hasNextPage" -> DSL.field("count(*) > {0}", first);
            case "hasPreviousPage" ->
                compilation.parameter(SqlType.BOOLEAN, request -> request.argument(selected, "after") != null);
            case "startCursor" ->
                DSL.field("max({0}) filter (where {1} = 1)", order.cursor(page), page.column("row_in_page"));
            case "endCursor" ->
                DSL.field(
                        "max({0}) filter (where {1} = least({2}, {3}))",
                        order.cursor(page), page.column("row_in_page"), first, page.column("rows_in_page"));
            default -> throw new IllegalStateException("PageInfo has no field " + part.name());
        };
    }

    private Select<?> merged(Compilation compilation, Selected selected, Ordering order, Field<Integer> limit) {
        List<Select<?>> reads = lanes.stream()
                .<Select<?>>map(lane -> read(lane, compilation, selected, order, limit))
                .toList();
        if (lanes.size() == 1 && lanes.get(0).each() == null) {
            return reads.get(0);
        }
        Row union = compilation.row();
        return DSL.select(DSL.field("{0}.*", DSL.name(union.alias())))
                .from(union(reads, union))
                .orderBy(order.sort(union))
                .limit(limit);
    }

    private Field<?> totalCount(Compilation compilation, Selected selected) {
        Row union = compilation.row();
        List<Select<?>> reads = lanes.stream()
                .<Select<?>>map(lane -> read(lane, compilation, selected, null, null))
                .toList();
        return DSL.field(DSL.select(DSL.count()).from(union(reads, union)));
    }

    private static Table<?> union(List<Select<?>> reads, Row alias) {
        String template = "("
                + String.join(
                        " union all ",
                        IntStream.range(0, reads.size())
                                .mapToObj(index -> "(select * from ({" + index + "}) as lane_" + index + ")")
                                .toList())
                + ")";
        return DSL.table(template, reads.toArray(QueryPart[]::new)).as(alias.alias());
    }

    /** One lane in order, stopped after the limit; without an order, all of its ids. */
    private Select<?> read(
            Lane lane,
            Compilation compilation,
            Selected selected,
            @Nullable Ordering order,
            @Nullable Field<Integer> limit) {
        Row row = compilation.row();
        Row each = compilation.row();
        Projection projection = compilation.projections().get(type);
        Condition condition = projection
                .ofTenant(row)
                .and(lane.condition().apply(lane.each() == null ? row : each, row))
                .and(filter.apply(row, selected));
        if (order != null && selected.argument("after") != null) {
            condition = condition.and(order.after(row, selected));
        }
        SelectConditionStep<?> rows = DSL.select(
                        order == null ? row.column("id") : DSL.field("{0}.*", DSL.name(row.alias())))
                .from(Compilation.table(projection.table(), row))
                .where(condition);
        Select<?> ordered = order == null || limit == null
                ? rows
                : rows.orderBy(order.sort(row)).limit(limit);
        if (lane.each() == null) {
            return ordered;
        }
        Row found = compilation.row();
        return DSL.select(DSL.field("{0}.*", DSL.name(found.alias())))
                .from(DSL.table(lane.each().apply(compilation)).as(each.alias()))
                .crossJoin(DSL.lateral(DSL.table(ordered).as(found.alias())));
    }

    private static Object pageSize(Request request, Selected selected) {
        if (request.argument(selected, "first") instanceof Integer size && size >= 1 && size <= LARGEST_PAGE) {
            return size;
        }
        throw new ApiException(ErrorCode.PAGE_SIZE_INVALID, Map.of("smallest", 1, "largest", LARGEST_PAGE));
    }
}
