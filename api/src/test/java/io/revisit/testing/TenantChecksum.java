package io.revisit.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;

/** One text for all rows of a tenant in all tables, known or yet to come: another text means that something changed. */
public final class TenantChecksum {
    private TenantChecksum() {}

    public static String of(TestDatabase database, UUID tenantId) {
        StringBuilder checksums = new StringBuilder();
        try (Connection connection = database.owner().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, Boolean> table :
                    SampleRows.tables(connection).entrySet()) {
                if (table.getValue()) {
                    try (ResultSet rows = statement.executeQuery(
                            "select count(*) || ' ' || coalesce(md5(string_agg(t::text, '' order by t::text)), '') from %1$s t where %2$s = '%3$s'"
                                    .formatted(
                                            table.getKey(),
                                            table.getKey().equals("tenant") ? "id" : "tenant_id",
                                            tenantId))) {
                        rows.next();
                        checksums
                                .append(table.getKey())
                                .append(' ')
                                .append(rows.getString(1))
                                .append('\n');
                    }
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return checksums.toString();
    }
}
