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
            insert into org_unit (tenant_id, name) values ('%1$s', 'Unit');
            insert into app_user (tenant_id, email, name, role, unit_id, zone, language)
            select '%1$s', '%2$s@x.test', 'Rep', 'REP', id, 'Asia/Shanghai', 'zh-CN' from org_unit where tenant_id = '%1$s';
            insert into customer (tenant_id, code, name, zone, owner_id) select '%1$s', '%2$s', 'Tea', 'Asia/Shanghai', id from app_user where tenant_id = '%1$s';
            insert into contact (tenant_id, customer_id, name, main) select '%1$s', id, 'Wang Fang', true from customer where tenant_id = '%1$s';
            insert into visit (tenant_id, customer_id, visitor_id, channel, outcome, summary, started_at)
            select '%1$s', id, owner_id, 'PHONE', 'OBJECTIVE_MET', 'Tea', '2026-02-25T09:00Z' from customer where tenant_id = '%1$s';
            update visit set summary = 'Coffee', revision_reason = 'Typo';
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
        assertThat(texts("select c.code || ' ' || count(*) from visit_revision r"
                        + " join customer c on c.tenant_id = r.tenant_id and c.id = r.customer_id group by c.code"))
                .containsExactlyInAnyOrder("t0 2", "t1 2");
        assertThat(texts("select count(*)::text from visit_revision r join sync_record s on s.tenant_id = r.tenant_id"
                        + " and s.scope = r.customer_id and s.collection = 'VisitRevision' and s.id = r.id"))
                .containsExactly("4");
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
