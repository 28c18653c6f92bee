package io.revisit.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.revisit.platform.StartRefused;
import io.revisit.testing.TestDatabase;
import io.revisit.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server as a company would configure one, on which Revisit has never been. */
class PreparedDatabaseIT {
    private static final String PASSWORD = "s3cret/word";
    private static final String ENCODED = "s3cret%2Fword";

    @TempDir
    Path folder;

    private EmbeddedDatabase server;

    @BeforeEach
    void start() {
        TestServer.shareBinaries(folder);
        server = EmbeddedDatabase.start(folder, 0, Map.of("fsync", "off"));
        execute("create role company login createrole password '" + PASSWORD + "'");
        execute("create role plain login password '" + PASSWORD + "'");
        execute("create database company owner company");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        Files.delete(folder.resolve("binaries"));
    }

    @Test
    void worksForAnOwnerWhoMayCreateRoles() throws SQLException {
        try (PreparedDatabase prepared = prepare(url("company"), "")) {
            assertThat(prepared.isEmbedded()).isFalse();
            assertThat(currentUser(prepared)).isEqualTo("revisit_app");
        }
        prepare(url("company"), "").close();
    }

    @Test
    void letsAnotherUserWorkThanTheOneWhoOwnsTheTables() throws SQLException {
        try (PreparedDatabase prepared = prepare(url("plain"), url("company"))) {
            assertThat(currentUser(prepared)).isEqualTo("revisit_app");
            assertThat(prepared.url().user()).isEqualTo("plain");
        }
    }

    @Test
    void asksForAnOwnerWhoMayCreateRoles() {
        assertThatThrownBy(() -> prepare(url("plain"), ""))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("may not create roles")
                .hasMessageContaining("DATABASE_OWNER_URL");
    }

    @Test
    void refusesARoleThatCouldStepAroundRowLevelSecurity() {
        prepare(url("company"), "").close();
        execute("alter role revisit_app bypassrls");

        assertThatThrownBy(() -> prepare(url("company"), ""))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("could step around row-level security");

        execute("alter role revisit_app nobypassrls");
        TestDatabase.execute(server.superuser("company"), "alter table customer owner to revisit_app");
        assertThatThrownBy(() -> prepare(url("company"), ""))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("could step around row-level security");
    }

    @Test
    void tellsWhatIsWrongWithoutThePassword() {
        assertThatThrownBy(() -> prepare(url("company").replace(ENCODED, "wr0ng"), ""))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("password authentication failed")
                .hasMessageNotContaining("wr0ng");
        assertThatThrownBy(() -> prepare("postgresql://company:" + ENCODED + "@127.0.0.1:1/company", ""))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("The database 127.0.0.1:1/company as company cannot be used: ")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> prepare("", url("company")))
                .hasMessage("DATABASE_OWNER_URL is set, but DATABASE_URL is not.");
    }

    private static PreparedDatabase prepare(String url, String ownerUrl) {
        return PreparedDatabase.prepare(
                new DatabaseSettings(url, ownerUrl, 1, Duration.ofSeconds(5), Duration.ofSeconds(5)),
                new EmbeddedSettings(Path.of("never-used"), 0));
    }

    private String url(String user) {
        return "postgresql://%s:%s@127.0.0.1:%d/company"
                .formatted(user, ENCODED, server.superuser("postgres").port());
    }

    private static String currentUser(PreparedDatabase prepared) throws SQLException {
        try (Connection connection = prepared.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_user")) {
            row.next();
            return row.getString(1);
        }
    }

    private void execute(String sql) {
        TestDatabase.execute(server.superuser("postgres"), sql);
    }
}
