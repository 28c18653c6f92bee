package io.revisit.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.TestDatabase;
import io.revisit.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database of the first release, full of data of several tenants, is brought to today by an owner who is no superuser. */
class MigrationOfDataIT {
    private static final String FIRST_RELEASE = "9";
    private static final String PASSWORD = "secret";

    private static final String TENANT =
            """
            select set_config('app.tenant_id', '%1$s', false);
            insert into tenant (id, code, name, currency, zone, language) values ('%1$s', '%2$s', '%2$s', 'CNY', 'Asia/Shanghai', 'zh-CN');
            insert into org_unit (tenant_id, id, name) values ('%1$s', '%1$s', 'Unit');
            insert into app_user (tenant_id, id, email, name, role, unit_id, zone, language)
            values ('%1$s', '%1$s', '%2$s@x.test', 'Rep', 'REP', '%1$s', 'Asia/Shanghai', 'zh-CN');
            insert into customer (tenant_id, id, code, name, zone, owner_id) values ('%1$s', '%1$s', 'C', 'Tea', 'Asia/Shanghai', '%1$s');
            insert into contact (tenant_id, customer_id, name, main) values ('%1$s', '%1$s', 'Wang Fang', true);
            insert into visit (tenant_id, id, customer_id, visitor_id, channel, outcome, summary, started_at)
            values ('%1$s', '%1$s', '%1$s', '%1$s', 'PHONE', 'OBJECTIVE_MET', 'Tea', '2026-02-25T09:00Z');
            update visit set summary = 'Coffee', revision_reason = 'Typo' where id = '%1$s';
            """;

    @TempDir
    Path folder;

    private EmbeddedDatabase server;

    @BeforeEach
    void start() {
        TestServer.shareBinaries(folder);
        server = EmbeddedDatabase.start(folder, 0, Map.of("fsync", "off"));
        TestDatabase.execute(
                server.superuser("postgres"), "create role company login createrole password '" + PASSWORD + "'");
        TestDatabase.execute(server.superuser("postgres"), "create database company owner company");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        Files.delete(folder.resolve("binaries"));
    }

    @Test
    void everyRevisionBelongsToTheCustomerOfItsVisit() throws SQLException {
        DatabaseUrl owner = server.superuser("company").withUser("company", PASSWORD);
        Flyway.configure()
                .dataSource(owner.dataSource())
                .target(FIRST_RELEASE)
                .load()
                .migrate();
        List<UUID> tenants = List.of(UUID.randomUUID(), UUID.randomUUID());
        for (UUID tenant : tenants) {
            TestDatabase.execute(owner, TENANT.formatted(tenant, "t" + tenants.indexOf(tenant)));
        }

        Flyway.configure().dataSource(owner.dataSource()).load().migrate();

        assertThat(texts("select count(distinct id) || ' of ' || count(*) from visit_revision"))
                .containsExactly("4 of 4");
        assertThat(texts("select customer_id::text from visit_revision group by tenant_id, customer_id"))
                .containsExactlyInAnyOrderElementsOf(
                        tenants.stream().map(UUID::toString).toList());
        assertThat(texts("select late::text from visit")).containsOnly("false");
        assertThat(texts("select relname from pg_class where relnamespace = 'public'::regnamespace"
                        + " and relrowsecurity and not relforcerowsecurity"))
                .isEmpty();
    }

    private List<String> texts(String sql) throws SQLException {
        try (Connection connection = server.superuser("company").dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
