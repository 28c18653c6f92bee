package io.revisit.sync.collection;

import io.revisit.contract.collection.SyncedField;
import io.revisit.contract.collection.SyncedType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A collection with its table. */
public record Collection(SyncedType type, String table, Map<String, String> expressions, Accepts accepts) {
    private static final Pattern PLAIN_COLUMN = Pattern.compile("r\\.([a-z0-9_]+)");

    public Collection {
        expressions = Map.copyOf(expressions);
        for (String field : expressions.keySet()) {
            if (type.field(field).isEmpty()) {
                throw new IllegalStateException(type.name() + " has no field " + field + " that phones hold");
            }
        }
        for (Operation operation : Operation.values()) {
            for (String field : accepts.fields(operation)) {
                if (type.field(field).isEmpty() && accepts.writeOnly(field).isEmpty()) {
                    throw new IllegalStateException(type.name() + " has no field " + field + " to be accepted");
                }
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

    /** The table's column that holds a field; nothing when the field is derived. */
    public Optional<String> column(SyncedField field) {
        Matcher plain = PLAIN_COLUMN.matcher(expression(field));
        return plain.matches() ? Optional.of(plain.group(1)) : Optional.empty();
    }

    /** A field that phones may send, whether they also receive it or not. */
    public Optional<SyncedField> sendable(String name) {
        return type.field(name).or(() -> accepts.writeOnly(name));
    }

    /** SQL for the scopes that a record stands in, as an array of uuids. */
    public String scopes() {
        return type.scopes().stream()
                .map(scope -> switch (scope) {
                    case "id" -> "r.id";
                    case "tenant" -> "r.tenant_id";
                    default -> expression(type.field(scope).orElseThrow());
                })
                .collect(Collectors.joining(", ", "array[", "]::uuid[]"));
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
