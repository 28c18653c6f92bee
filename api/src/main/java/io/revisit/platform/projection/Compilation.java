package io.revisit.platform.projection;

import io.revisit.platform.database.Statements;
import io.revisit.platform.security.Role;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * One statement being compiled: hands out aliases and parameters. A parameter is named by its number, so that it is
 * bound by position wherever it ends up in the text.
 */
public final class Compilation {
    private final Role role;
    private final Projections projections;
    private final List<Parameter> parameters = new ArrayList<>();
    private final Map<String, Field<?>> shared = new HashMap<>();
    private int aliases;

    Compilation(Role role, Projections projections) {
        this.role = role;
        this.projections = projections;
    }

    /** Whose view is compiled; a plan is used for one role only. */
    public Role role() {
        return role;
    }

    Projections projections() {
        return projections;
    }

    List<Parameter> parameters() {
        return parameters;
    }

    public Row row() {
        return new Row(this, "r" + aliases++);
    }

    public static Table<?> table(String name, Row row) {
        return DSL.table(DSL.name(name)).as(row.alias());
    }

    /** A parameter whose value is taken from each request. */
    public <T> Field<T> parameter(SqlType<T> type, Function<Request, @Nullable Object> value) {
        parameters.add(new Parameter(type.javaType(), value));
        return DSL.field("($" + parameters.size() + "::" + type.name() + ")", type.javaType());
    }

    /** A parameter that is bound as text and cast to its type by PostgreSQL. */
    Field<?> cast(Function<Request, @Nullable Object> text, SqlType<?> type) {
        parameters.add(new Parameter(String.class, text));
        return DSL.field("($" + parameters.size() + "::text::" + type.name() + ")", type.javaType());
    }

    public Field<UUID> tenantId() {
        return shared("tenant", SqlType.ID, request -> request.viewer().tenantId());
    }

    public Field<UUID> viewerId() {
        return shared("viewer", SqlType.ID, request -> request.viewer().userId());
    }

    public Field<UUID> viewerUnitId() {
        return shared("unit", SqlType.ID, request -> request.viewer().unitId());
    }

    public Field<OffsetDateTime> now() {
        return shared("now", SqlType.INSTANT, request -> request.now().atOffset(ZoneOffset.UTC));
    }

    /** The first instant of the day that many days after the viewer's today, in the viewer's zone. */
    public Field<OffsetDateTime> startOfDay(int daysFromToday) {
        return shared("day" + daysFromToday, SqlType.INSTANT, request -> request.viewer()
                .today(request.now())
                .plusDays(daysFromToday)
                .atStartOfDay(request.viewer().zone())
                .toOffsetDateTime());
    }

    private <T> Field<T> shared(String name, SqlType<T> type, Function<Request, @Nullable Object> value) {
        return shared.computeIfAbsent(name, absent -> parameter(type, value)).coerce(type.javaType());
    }

    record Parameter(Class<?> type, Function<Request, @Nullable Object> value) {

        /** What is bound for this request, or its refusal. */
        Object valueFor(Request request) {
            return Statements.nullable(value.apply(request), type);
        }
    }
}
