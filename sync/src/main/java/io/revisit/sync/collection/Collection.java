package io.revisit.sync.collection;

import io.revisit.contract.collection.SyncedField;
import io.revisit.contract.collection.SyncedType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A collection with its table. */
public record Collection(SyncedType type, String table, Map<String, String> expressions) {

    public Collection {
        expressions = Map.copyOf(expressions);
        for (String field : expressions.keySet()) {
            if (type.field(field).isEmpty()) {
                throw new IllegalStateException(type.name() + " has no field " + field + " that phones hold");
            }
        }
    }

    public String name() {
        return type.name();
    }

    /** SQL for a field; {@code r} is the record's row. */
    public String expression(SyncedField field) {
        String expression = expressions.get(field.name());
        return expression == null ? "r." + column(field.name()) : expression;
    }

    /** SQL for a record as a JSON array: its scope, its version, and the fields that this version of the schema knows. */
    public String asArray(int schemaVersion, String scope) {
        StringBuilder array = new StringBuilder("json_build_array(" + scope + ", r.sync_version");
        for (SyncedField field : type.fieldsIn(schemaVersion)) {
            array.append(", ").append(expression(field));
        }
        return array.append(')').toString();
    }

    /** The columns of {@link #asArray}. */
    public List<String> columns(int schemaVersion) {
        return Stream.concat(
                        Stream.of("syncScope", "syncVersion"),
                        type.fieldsIn(schemaVersion).stream().map(SyncedField::name))
                .toList();
    }

    private static String column(String field) {
        return field.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
