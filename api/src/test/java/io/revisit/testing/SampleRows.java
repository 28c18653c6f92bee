package io.revisit.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Puts one row of every tenant into every table, known or yet to come, by reading the catalogue. Foreign keys, checks
 * and triggers are switched off for it: these rows mean nothing, they are only there to be seen or not.
 */
public final class SampleRows {
    private static final Map<String, String> VALUES = Map.of(
            "uuid", "gen_random_uuid()",
            "text", "left(md5(random()::text), 8)",
            "timestamptz", "now()",
            "jsonb", "'{}'",
            "bytea", "sha256(random()::text::bytea)",
            "date", "current_date",
            "bool", "false",
            "xid8", "'1'",
            "pg_snapshot", "'1:1:'");

    private static final String TABLES =
            """
            select c.relname, c.relname = 'tenant'
                   or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
            from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
              and c.relname <> 'flyway_schema_history'
            order by c.relname
            """;

    private static final String COLUMNS =
            """
            select a.attname, t.typname
            from pg_attribute a join pg_type t on t.oid = a.atttypid
            where a.attrelid = ?::regclass and a.attnum > 0 and a.attname <> 'deleted_at' and not a.attisdropped and a.attgenerated = ''
            order by a.attnum
            """;

    private static final String DROP_CHECKS =
            """
            select format('alter table %s drop constraint %I', conrelid::regclass, conname)
            from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace
            """;

    private SampleRows() {}

    /** All tables; true for those whose rows belong to a tenant. */
    public static Map<String, Boolean> tables(Connection connection) throws SQLException {
        Map<String, Boolean> tables = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                tables.put(rows.getString(1), rows.getBoolean(2));
            }
        }
        return tables;
    }

    /** Fills a database that is used for nothing else afterwards. */
    public static void fill(TestDatabase database, UUID... tenants) throws SQLException {
        try (Connection connection = database.owner().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String drop : strings(statement, DROP_CHECKS)) {
                statement.execute(drop);
            }
            statement.execute("set session_replication_role = replica");
            for (Map.Entry<String, Boolean> table : tables(connection).entrySet()) {
                for (UUID tenant : tenants) {
                    statement.execute(insert(connection, table.getKey(), tenant));
                }
            }
        }
    }

    /** An insert of one row, of that tenant if the table knows tenants. */
    public static String insert(Connection connection, String table, UUID tenant) throws SQLException {
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(rows.getString(1));
                    values.add(value(table, rows.getString(1), rows.getString(2), tenant));
                }
            }
        }
        return "insert into %s (%s) values (%s)"
                .formatted(table, String.join(", ", columns), String.join(", ", values));
    }

    private static String value(String table, String column, String type, UUID tenant) {
        if (column.equals("tenant_id") || (table.equals("tenant") && column.equals("id"))) {
            return "'" + tenant + "'";
        }
        if (type.startsWith("_")) {
            return "'{}'";
        }
        return VALUES.getOrDefault(type, type.startsWith("time") ? "'09:00'" : "1");
    }

    private static List<String> strings(Statement statement, String sql) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }
}
