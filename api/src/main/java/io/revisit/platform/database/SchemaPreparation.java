package io.revisit.platform.database;

import io.revisit.platform.StartRefused;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/** Brings a database to the state that this version needs, over JDBC and at start only. */
final class SchemaPreparation {
    private static final String EMBEDDED_USER = "revisit_work";
    private static final int OLDEST_VERSION = 150000;

    private static final String EXISTS_DATABASE = "select 1 from pg_database where datname = ?";
    private static final String EXISTS_ROLE = "select 1 from pg_roles where rolname = ?";

    private static final String INSPECT_OWNER =
            """
            select current_setting('server_version_num')::int as version,
                   current_setting('server_version') as version_name,
                   rolsuper or rolcreaterole
                       or (select count(*) = 2 from pg_roles where rolname in ('revisit_app', 'revisit_gate')) as has_roles
            from pg_roles where rolname = current_user
            """;

    private static final String IS_MEMBER = "select pg_has_role(?, 'revisit_app', 'member')";

    private static final String INSPECT_WORK_ROLE =
            """
            select rolname, rolsuper, rolbypassrls,
                   exists (select from pg_class
                           where relnamespace = 'public'::regnamespace and pg_has_role(current_user, relowner, 'member')) as owns
            from pg_roles where rolname = current_user
            """;

    private SchemaPreparation() {}

    /** Creates the embedded server's database and login; the login's password lives only as long as this process. */
    static DatabaseUrl createEmbedded(DatabaseUrl maintenance, DatabaseUrl owner) throws SQLException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        try (Connection connection = maintenance.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            if (!exists(connection, EXISTS_DATABASE, owner.database())) {
                statement.execute("create database " + owner.database());
            }
            if (!exists(connection, EXISTS_ROLE, EMBEDDED_USER)) {
                statement.execute("create role " + EMBEDDED_USER + " login");
            }
            statement.execute("alter role " + EMBEDDED_USER + " password '" + password + "'");
        }
        return owner.withUser(EMBEDDED_USER, password);
    }

    static void migrate(DatabaseUrl owner, String workUser) throws SQLException {
        PGSimpleDataSource source = owner.dataSource();
        try (Connection connection = source.getConnection()) {
            inspectOwner(connection, owner);
            try {
                Flyway.configure()
                        .dataSource(source)
                        .locations("classpath:db/migration")
                        .load()
                        .migrate();
            } catch (FlywayException failure) {
                throw new StartRefused(
                        "The database " + owner + " could not be migrated: "
                                + String.valueOf(failure.getMessage()).strip(),
                        failure);
            }
            letWork(connection, workUser);
        }
    }

    private static void inspectOwner(Connection connection, DatabaseUrl owner) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(INSPECT_OWNER)) {
            row.next();
            if (row.getInt("version") < OLDEST_VERSION) {
                throw new StartRefused("Revisit needs PostgreSQL 15 or newer; the server of %s is %s."
                        .formatted(owner, row.getString("version_name")));
            }
            if (!row.getBoolean("has_roles")) {
                throw new StartRefused(
                        "The user of %s may not create roles, and the roles revisit_app and revisit_gate do not exist yet."
                                        .formatted(owner)
                                + " Grant it CREATEROLE, or name such a user in DATABASE_OWNER_URL.");
            }
        }
    }

    private static void letWork(Connection connection, String workUser) throws SQLException {
        try (PreparedStatement isMember = connection.prepareStatement(IS_MEMBER)) {
            isMember.setString(1, workUser);
            try (ResultSet row = isMember.executeQuery()) {
                row.next();
                if (row.getBoolean(1)) {
                    return;
                }
            }
        }
        try (Statement grant = connection.createStatement()) {
            grant.execute("grant revisit_app to " + grant.enquoteIdentifier(workUser, true));
        }
    }

    /** Row-level security only protects from a role that cannot step around it. */
    static void verifyWorkRole(PGSimpleDataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(INSPECT_WORK_ROLE)) {
            row.next();
            boolean restricted = row.getString("rolname").equals(PreparedDatabase.WORK_ROLE)
                    && !row.getBoolean("rolsuper")
                    && !row.getBoolean("rolbypassrls")
                    && !row.getBoolean("owns");
            if (!restricted) {
                throw new StartRefused(
                        "The role %s could step around row-level security: it must own no table and be neither superuser nor BYPASSRLS."
                                .formatted(row.getString("rolname")));
            }
        }
    }

    private static boolean exists(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
