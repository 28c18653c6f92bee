package io.revisit.platform.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;

/** An application in a process of its own, for tests to kill: writes and says so, until it cannot any more. */
final class KilledWriter {
    static final String ACKNOWLEDGED = "acknowledged ";

    private KilledWriter() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]), 0);
        try (Connection connection = database.superuser("postgres").dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table written (number int primary key)");
            for (int number = 1; ; number++) {
                statement.execute("insert into written values (" + number + ")");
                System.out.println(ACKNOWLEDGED + number);
            }
        }
    }
}
