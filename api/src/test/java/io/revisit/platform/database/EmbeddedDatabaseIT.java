package io.revisit.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.revisit.platform.StartRefused;
import io.revisit.testing.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {
    @TempDir
    Path folder;

    @BeforeEach
    void shareBinaries() {
        TestServer.shareBinaries(folder);
    }

    @AfterEach
    void unshareBinaries() throws IOException {
        Files.delete(folder.resolve("binaries"));
    }

    @Test
    void isAsSafeAsAServerOfOnesOwn() throws SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, 0)) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums")) {
                assertThat(text(database, "show " + setting)).as(setting).isEqualTo("on");
            }
        }
    }

    @Test
    void letsNobodyInWithoutThePassword() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, 0)) {
            DatabaseUrl superuser = database.superuser("postgres");

            assertThat(text(database, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(text(database, "show unix_socket_directories")).isEmpty();
            assertThat(text(database, "select string_agg(distinct auth_method, ' ') from pg_hba_file_rules"))
                    .isEqualTo("scram-sha-256");
            assertThatThrownBy(() -> superuser
                            .withUser("postgres", "guessed")
                            .dataSource()
                            .getConnection())
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(() ->
                            superuser.withUser("postgres", "").dataSource().getConnection())
                    .isInstanceOf(SQLException.class);
            assertThat(Files.getPosixFilePermissions(folder.resolve("postgres-password")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(Files.getPosixFilePermissions(folder)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void keepsItsDataWhenItStops() throws SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, 0)) {
            execute(database, "create table kept as select 'still here' as word");
        }
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, 0)) {
            assertThat(text(database, "select word from kept")).isEqualTo("still here");
        }
    }

    @Test
    void keepsEveryAcknowledgedWriteWhenEverythingIsKilled() throws Exception {
        Process application = startWriter();
        int acknowledged;
        try (BufferedReader output = application.inputReader()) {
            awaitAcknowledged(output, 300);
            ProcessHandle postmaster = postmaster();
            List<ProcessHandle> everything = Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .toList();
            everything.forEach(ProcessHandle::destroyForcibly);
            acknowledged = lastAcknowledged(output);
        }
        application.destroyForcibly().waitFor();

        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, 0)) {
            assertThat(acknowledged).isGreaterThanOrEqualTo(300);
            assertThat(text(database, "select count(*) from written where number <= " + acknowledged))
                    .isEqualTo(Integer.toString(acknowledged));
        }
    }

    @Test
    void stopsTheOrphanOfAKilledApplication() throws Exception {
        Process application = startWriter();
        try (BufferedReader output = application.inputReader()) {
            awaitAcknowledged(output, 10);
        }
        application.destroyForcibly().waitFor();
        ProcessHandle orphan = postmaster();
        assertThat(orphan.isAlive()).isTrue();

        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, 0)) {
            assertThat(postmaster().pid()).isNotEqualTo(orphan.pid());
            assertThat(Integer.parseInt(text(database, "select count(*) from written")))
                    .isGreaterThanOrEqualTo(10);
        }
    }

    @Test
    void refusesASecondApplicationOnItsFolder() throws Exception {
        Process application = startWriter();
        try (BufferedReader output = application.inputReader()) {
            awaitAcknowledged(output, 1);

            assertThatThrownBy(() -> EmbeddedDatabase.start(folder, 0))
                    .isInstanceOf(StartRefused.class)
                    .hasMessage("Another Revisit is running on the data folder " + folder
                            + ". Stop it, or choose another folder with REVISIT_DATA_FOLDER.");
        } finally {
            application.destroyForcibly().waitFor();
        }
        EmbeddedDatabase.start(folder, 0).close();
    }

    @Test
    void refusesASecondStartInTheSameProcess() {
        try (EmbeddedDatabase first = EmbeddedDatabase.start(folder, 0)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> EmbeddedDatabase.start(folder, 0)).isInstanceOf(StartRefused.class);
        }
    }

    @Test
    void startsAlthoughItsOldProcessNumberBelongsToSomebodyElse() throws Exception {
        Process application = startWriter();
        try (BufferedReader output = application.inputReader()) {
            awaitAcknowledged(output, 1);
        }
        ProcessHandle orphan = postmaster();
        Stream.concat(Stream.of(orphan), orphan.descendants()).toList().forEach(ProcessHandle::destroyForcibly);
        application.destroyForcibly().waitFor();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            List<String> lines = Files.readAllLines(postmasterFile());
            lines.set(0, Long.toString(stranger.pid()));
            Files.write(postmasterFile(), lines);

            EmbeddedDatabase.start(folder, 0).close();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroy();
        }
    }

    @Test
    void beginsAgainWhenTheFirstStartWasCutShort() throws Exception {
        Files.createDirectories(folder.resolve("postgres/base"));
        Files.writeString(folder.resolve("postgres/postgresql.conf"), "# half written");
        Files.writeString(folder.resolve("first-start-unfinished"), "");

        EmbeddedDatabase.start(folder, 0).close();

        assertThat(folder.resolve("first-start-unfinished")).doesNotExist();
    }

    private Process startWriter() throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void awaitAcknowledged(BufferedReader output, int number) throws IOException {
        String line;
        do {
            line = output.readLine();
            assertThat(line).as("the writer ended early").isNotNull();
        } while (!line.equals(KilledWriter.ACKNOWLEDGED + number));
    }

    private static int lastAcknowledged(BufferedReader output) {
        return output.lines()
                .filter(line -> line.startsWith(KilledWriter.ACKNOWLEDGED))
                .mapToInt(line -> Integer.parseInt(line.substring(KilledWriter.ACKNOWLEDGED.length())))
                .max()
                .orElse(300);
    }

    private Path postmasterFile() {
        return folder.resolve("postgres/postmaster.pid");
    }

    private ProcessHandle postmaster() throws IOException {
        return ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(postmasterFile()).get(0)))
                .orElseThrow();
    }

    private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = database.superuser("postgres").dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = database.superuser("postgres").dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
