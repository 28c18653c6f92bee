package io.revisit.identity;

import io.revisit.platform.database.DatabaseUrl;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** People to log in as, and a look into the tables. */
@TestConfiguration(proxyBeanMethods = false)
class IdentityFixture {
    static final String PASSWORD = "revisit-demo";

    @Bean
    People people(Environment environment, Passwords passwords) {
        String owner = environment.getRequiredProperty("revisit.database.owner-url");
        return new People(
                DatabaseUrl.parse("owner-url", owner).dataSource(),
                passwords.hash(PASSWORD).block());
    }

    /** A user in a tenant of his own or a colleague's. */
    record Person(UUID tenantId, UUID unitId, UUID id, String email) {}

    /** Puts users into the database and looks at what the application made of them. */
    static final class People {
        private final DataSource owner;
        private final String passwordHash;

        People(DataSource owner, String passwordHash) {
            this.owner = owner;
            this.passwordHash = passwordHash;
        }

        Person stranger() {
            UUID tenantId = UUID.randomUUID();
            UUID unitId = UUID.randomUUID();
            execute(
                    "insert into tenant (id, code, name, currency, zone, language)"
                            + " values (?, ?, 'Test', 'CNY', 'Asia/Shanghai', 'en')",
                    tenantId,
                    "t" + tenantId.toString().replace("-", ""));
            execute("insert into org_unit (tenant_id, id, name) values (?, ?, 'All')", tenantId, unitId);
            return user(tenantId, unitId);
        }

        Person colleagueOf(Person person) {
            return user(person.tenantId(), person.unitId());
        }

        private Person user(UUID tenantId, UUID unitId) {
            UUID id = UUID.randomUUID();
            String email = id + "@revisit.test";
            execute(
                    "insert into app_user (tenant_id, id, email, name, role, unit_id, zone, language, password_hash)"
                            + " values (?, ?, ?, 'Somebody', 'REP', ?, 'Asia/Shanghai', 'en', ?)",
                    tenantId,
                    id,
                    email,
                    unitId,
                    passwordHash);
            return new Person(tenantId, unitId, id, email);
        }

        void execute(String sql, Object... binds) {
            try (Connection connection = owner.getConnection();
                    PreparedStatement statement = prepare(connection, sql, binds)) {
                statement.execute();
            } catch (SQLException failure) {
                throw new AssertionError(failure);
            }
        }

        /** The first column of all rows, as text. */
        List<String> select(String sql, Object... binds) {
            List<String> values = new ArrayList<>();
            try (Connection connection = owner.getConnection();
                    PreparedStatement statement = prepare(connection, sql, binds);
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            } catch (SQLException failure) {
                throw new AssertionError(failure);
            }
            return values;
        }

        private static PreparedStatement prepare(Connection connection, String sql, Object... binds)
                throws SQLException {
            PreparedStatement statement = connection.prepareStatement(sql);
            for (int index = 0; index < binds.length; index++) {
                statement.setObject(index + 1, binds[index]);
            }
            return statement;
        }
    }
}
