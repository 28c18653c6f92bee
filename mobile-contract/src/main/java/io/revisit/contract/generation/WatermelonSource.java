package io.revisit.contract.generation;

import io.revisit.contract.collection.SyncedField;
import io.revisit.contract.collection.SyncedType;
import io.revisit.contract.collection.SyncedTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A WatermelonDB schema of all collections with its migrations. Tables and columns are named as on the wire; times are
 * milliseconds since 1970, lists and JSON values are JSON in a string.
 */
final class WatermelonSource {
    private static final String HEAD = "// WatermelonDB %s of Revisit's collections. Generated; do not edit.\n\n";

    private WatermelonSource() {}

    static String schema(SyncedTypes types) {
        StringBuilder source = new StringBuilder(HEAD.formatted("schema"))
                .append("import { appSchema, tableSchema } from '@nozbe/watermelondb/Schema'\n\n")
                .append("export default appSchema({\n  version: ")
                .append(types.schemaVersion())
                .append(",\n  tables: [\n");
        for (SyncedType type : types.all()) {
            source.append("    tableSchema({\n      name: '")
                    .append(type.name())
                    .append("',\n      columns: [\n");
            columns(source, type, field -> true, "        ");
            source.append("      ],\n    }),\n");
        }
        return source.append("  ],\n})\n").toString();
    }

    static String migrations(SyncedTypes types) {
        StringBuilder migrations = new StringBuilder();
        List<String> imports = new ArrayList<>(List.of("schemaMigrations"));
        for (int version = types.schemaVersion(); version > 1; version--) {
            migrations.append("    {\n      toVersion: ").append(version).append(",\n      steps: [\n");
            for (SyncedType type : types.all()) {
                migrations.append(step(type, version));
            }
            migrations.append("      ],\n    },\n");
        }
        for (String function : List.of("addColumns", "createTable")) {
            if (migrations.indexOf(function + "(") >= 0) {
                imports.add(0, function);
            }
        }
        return HEAD.formatted("migrations") + "import { "
                + String.join(", ", imports)
                + " } from '@nozbe/watermelondb/Schema/migrations'\n\n"
                + "export default schemaMigrations({\n  migrations: [\n" + migrations + "  ],\n})\n";
    }

    private static String step(SyncedType type, int version) {
        Predicate<SyncedField> isNew =
                field -> type.since() == version ? field.since() <= version : field.since() == version;
        if (type.since() > version || type.fields().stream().noneMatch(isNew)) {
            return "";
        }
        boolean created = type.since() == version;
        StringBuilder step = new StringBuilder()
                .append(
                        created
                                ? "        createTable({\n          name: '"
                                : "        addColumns({\n          table: '")
                .append(type.name())
                .append("',\n          columns: [\n");
        columns(step, type, isNew, "            ");
        return step.append("          ],\n        }),\n").toString();
    }

    private static void columns(
            StringBuilder source, SyncedType type, Predicate<SyncedField> which, String indentation) {
        for (SyncedField field : type.fields()) {
            if (!which.test(field)) {
                continue;
            }
            // WatermelonDB adds the column `id` itself.
            boolean id = field.name().equals("id");
            source.append(indentation)
                    .append("{ name: '")
                    .append(id ? RecordSchemas.VERSION : field.name())
                    .append("', type: '")
                    .append(id ? "number" : type(field))
                    .append('\'')
                    .append(id || !field.required() ? ", isOptional: true" : "")
                    .append(field.reference() == null ? "" : ", isIndexed: true")
                    .append(" },\n");
        }
    }

    private static String type(SyncedField field) {
        if (field.list()) {
            return "string";
        }
        return switch (field.type()) {
            case INT, LONG, FLOAT, DATE_TIME -> "number";
            case BOOLEAN -> "boolean";
            case ID, STRING, ENUM, DATE, JSON -> "string";
        };
    }
}
