package io.revisit.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Looks into one tenant's rows, and changes them, past the application: as the owner, on behalf of no user. */
public final class Sql {
    private static final String TASK =
            """
            insert into visit_task (tenant_id, id, customer_id, assignee_id, kind, title, state, due_at, latest_at, origin, closed_at)
            values (?, ?, ?, ?, 'FOLLOW_UP', 'Ask again', ?, '2026-03-05T15:00Z', '2026-03-06T00:00Z', 'MANUAL',
                    case when ? then timestamptz '2026-03-01T00:00Z' end)
            """;

    private final TestDatabase database;
    private final UUID tenantId;

    public Sql(TestDatabase database, UUID tenantId) {
        this.database = database;
        this.tenantId = tenantId;
    }

    public void run(String sql, Object... values) {
        texts(sql, values);
    }

    /** The first column of all rows as text, {@code "null"} for null. */
    public List<String> texts(String sql, Object... values) {
        try (Connection connection = database.owner().dataSource().getConnection();
                Statement tenant = connection.createStatement();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            tenant.execute("select set_config('app.tenant_id', '" + tenantId + "', false)");
            for (int index = 0; index < values.length; index++) {
                statement.setObject(index + 1, values[index]);
            }
            List<String> texts = new ArrayList<>();
            if (statement.execute()) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        texts.add(String.valueOf(rows.getString(1)));
                    }
                }
            }
            return texts;
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** The first column of the only row. */
    public String text(String sql, Object... values) {
        List<String> texts = texts(sql, values);
        if (texts.size() != 1) {
            throw new IllegalStateException(texts.size() + " rows");
        }
        return texts.get(0);
    }

    public long number(String sql, Object... values) {
        return Long.parseLong(text(sql, values));
    }

    /** A further task of this assignee, in any state, due on Thursday afternoon. */
    public UUID task(UUID customerId, UUID assigneeId, String state) {
        UUID id = UUID.randomUUID();
        boolean closed = List.of("DONE", "EXCUSED", "CANCELLED").contains(state);
        run(TASK, tenantId, id, customerId, assigneeId, state, closed);
        return id;
    }
}
