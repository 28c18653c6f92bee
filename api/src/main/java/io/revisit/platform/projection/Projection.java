package io.revisit.platform.projection;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** How one GraphQL type is read: its table, and an expression for each of its fields. */
public final class Projection {
    private final String name;
    private final Map<String, FieldProjection> fields = new LinkedHashMap<>();
    private final Map<String, Integer> listLimits = new HashMap<>();
    private String tenantColumn = "tenant_id";
    private @Nullable String table;
    private @Nullable Function<Row, Condition> visible;

    Projection(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    String table() {
        if (table == null) {
            throw new IllegalStateException("The type " + name + " has no table");
        }
        return table;
    }

    /** Keeps to rows of the viewer's tenant. */
    Condition ofTenant(Row row) {
        return row.column(tenantColumn).eq(row.compilation().tenantId());
    }

    boolean isNode() {
        return visible != null;
    }

    Condition visible(Row row) {
        return visible == null ? DSL.falseCondition() : visible.apply(row);
    }

    /** How many elements a field may have, 1 unless it was declared as a list. */
    int listLimit(String fieldName) {
        return listLimits.getOrDefault(fieldName, 1);
    }

    Set<String> fieldNames() {
        return fields.keySet();
    }

    FieldProjection field(String fieldName) {
        FieldProjection field = fields.get(fieldName);
        if (field == null) {
            throw new IllegalStateException("Nobody declares how " + name + "." + fieldName + " is read");
        }
        return field;
    }

    /** Rows of this type come from this table. */
    public Projection from(String tableName) {
        this.table = tableName;
        return this;
    }

    /** The column that holds the tenant, where it is not {@code tenant_id}. */
    public Projection tenantIn(String column) {
        this.tenantColumn = column;
        return this;
    }

    /** Rows of this type can be read by their id, by those whom the predicate lets see the row. */
    public Projection node(Function<Row, Condition> predicate) {
        this.visible = predicate;
        return this;
    }

    public Projection field(String fieldName, FieldProjection field) {
        if (fields.put(fieldName, field) != null) {
            throw new IllegalStateException(name + "." + fieldName + " is declared twice");
        }
        return this;
    }

    /** Fields that are columns, each named as the column but in camel case. */
    public Projection columns(String... columnNames) {
        for (String column : columnNames) {
            column(camelCase(column), column);
        }
        return this;
    }

    public Projection column(String fieldName, String column) {
        return field(fieldName, (row, selected) -> row.column(column));
    }

    /** An amount of money, null when the amount is. */
    public Projection money(String fieldName, String amountColumn, String currencyColumn) {
        return field(
                fieldName,
                (row, selected) -> Json.money(row.column(amountColumn), row.column(currencyColumn), selected));
    }

    /** An object made of columns of the same row, read by the projection of its type. */
    public Projection embedded(String fieldName, String type) {
        return field(fieldName, (row, selected) -> Json.object(type, row, selected));
    }

    /** The one object of another table that the condition finds, or null. */
    public Projection one(String fieldName, String type, BiFunction<Row, Row, Condition> condition) {
        return field(
                fieldName, (parent, selected) -> Json.one(type, parent, selected, row -> condition.apply(parent, row)));
    }

    /** The object whose id stands in a column of this row. */
    public Projection reference(String fieldName, String type, String column) {
        return one(fieldName, type, (parent, row) -> row.column("id").eq(parent.column(column)));
    }

    /** A short list, with a limit that nobody should reach. */
    public Projection list(
            String fieldName, String type, Ordering ordering, int limit, BiFunction<Row, Row, Condition> condition) {
        listLimits.put(fieldName, limit);
        return field(
                fieldName,
                (parent, selected) ->
                        Json.list(type, parent, selected, ordering, limit, row -> condition.apply(parent, row)));
    }

    /** The first object of a list, or null. */
    public Projection first(
            String fieldName, String type, Ordering ordering, BiFunction<Row, Row, Condition> condition) {
        return field(
                fieldName,
                (parent, selected) -> DSL.field(
                        "({0} -> 0)",
                        Json.list(type, parent, selected, ordering, 1, row -> condition.apply(parent, row))));
    }

    /** A list of any length, in pages. */
    public Projection connection(String fieldName, Function<Row, Connection> connection) {
        return connection(fieldName, (row, selected) -> connection.apply(row));
    }

    /** A list of any length, in pages, which depends on the arguments beyond its filter. */
    public Projection connection(String fieldName, BiFunction<Row, Selected, Connection> connection) {
        return field(
                fieldName, (row, selected) -> connection.apply(row, selected).project(row.compilation(), selected));
    }

    static String camelCase(String column) {
        StringBuilder name = new StringBuilder();
        for (String word : column.split("_")) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
