package io.revisit.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.revisit.testing.SampleRows;
import io.revisit.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Holds for every table and function, also for those that do not exist yet. */
class RowLevelSecurityIT {
    private static final UUID OURS = UUID.randomUUID();
    private static final UUID THEIRS = UUID.randomUUID();
    private static final String REFUSED = "42501";

    /** Belong to the installation, not to a tenant. */
    private static final Set<String> WITHOUT_TENANT = Set.of(
            "signing_key",
            "rate_limit_bucket",
            "scheduled_tasks",
            "sync_beacon",
            "sync_incarnation",
            "sync_key",
            "sync_notice");

    /** Look across tenants or write what the application may only read; each was reviewed for doing so. */
    private static final Set<String> SECURITY_DEFINERS = Set.of(
            "find_login",
            "has_tenant",
            "purge_mutations",
            "purge_notices",
            "purge_sessions",
            "purge_sync_changes",
            "purge_sync_mutations",
            "purge_sync_ordinals",
            "purge_tombstones",
            "rebase_sync",
            "record_history",
            "search_customers",
            "sync_notices",
            "sync_tenants_that_wait",
            "tenants_with_attachments",
            "touch_customer",
            "trim_latest");

    private static TestDatabase database;
    private static List<String> tenantTables;

    private Connection work;

    @BeforeAll
    static void fill() throws SQLException {
        database = TestDatabase.create();
        SampleRows.fill(database, OURS, THEIRS);
        try (Connection owner = database.owner().dataSource().getConnection()) {
            Map<String, Boolean> tables = SampleRows.tables(owner);
            tenantTables =
                    tables.keySet().stream().filter(name -> tables.get(name)).toList();
            assertThat(tables.keySet())
                    .filteredOn(name -> !tables.get(name))
                    .containsExactlyInAnyOrderElementsOf(WITHOUT_TENANT);
            execute(owner, "grant revisit_app to " + database.work().user());
        }
        assertThat(tenantTables).hasSizeGreaterThan(20);
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        PGSimpleDataSource source = database.work().dataSource();
        source.setOptions("-c role=" + PreparedDatabase.WORK_ROLE);
        work = source.getConnection();
    }

    @AfterEach
    void disconnect() throws SQLException {
        work.close();
    }

    @Test
    void isEnabledAndForcedOnEveryTenantTable() throws SQLException {
        assertThat(strings(
                        work,
                        "select relname from pg_class where relnamespace = 'public'::regnamespace"
                                + " and relrowsecurity and relforcerowsecurity order by relname"))
                .isEqualTo(tenantTables);
    }

    @Test
    void admitsOnlyTheOwnTenantOnEveryTenantTable() throws SQLException {
        assertThat(
                        strings(
                                work,
                                """
                        select c.relname from pg_policy p join pg_class c on c.oid = p.polrelid
                        where p.polcmd = '*' and p.polpermissive and p.polroles = '{0}'
                          and pg_get_expr(p.polqual, p.polrelid) = format('(%s = ( SELECT current_tenant() AS current_tenant))',
                                                                        case c.relname when 'tenant' then 'id' else 'tenant_id' end)
                          and pg_get_expr(p.polwithcheck, p.polrelid) = pg_get_expr(p.polqual, p.polrelid)
                        order by c.relname
                        """))
                .isEqualTo(tenantTables);
    }

    @Test
    void hasNoPolicyThatWidensItExceptForTheGate() throws SQLException {
        assertThat(
                        strings(
                                work,
                                """
                        select format('%s on %s', p.polname, p.polrelid::regclass) from pg_policy p
                        where p.polname <> 'tenant_only' and p.polroles <> array ['revisit_gate'::regrole::oid]
                        """))
                .isEmpty();
    }

    @Test
    void leadsEveryPrimaryKeyWithTheTenant() throws SQLException {
        assertThat(
                        strings(
                                work,
                                """
                        select c.relname from pg_index i join pg_class c on c.oid = i.indrelid
                            join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
                        where i.indisprimary and c.relnamespace = 'public'::regnamespace
                          and a.attname = case c.relname when 'tenant' then 'id' else 'tenant_id' end
                        order by c.relname
                        """))
                .isEqualTo(tenantTables);
    }

    @Test
    void keepsEveryForeignKeyWithinTheTenant() throws SQLException {
        assertThat(
                        strings(
                                work,
                                """
                        select format('%s: %s', k.conrelid::regclass, pg_get_constraintdef(k.oid)) from pg_constraint k
                        where k.contype = 'f' and k.connamespace = 'public'::regnamespace
                          and not exists (
                              select from unnest(k.conkey, k.confkey) as pair (mine, other)
                                  join pg_attribute m on m.attrelid = k.conrelid and m.attnum = mine
                                  join pg_attribute o on o.attrelid = k.confrelid and o.attnum = other
                              where m.attname = 'tenant_id'
                                and o.attname = case k.confrelid::regclass::text when 'tenant' then 'id' else 'tenant_id' end)
                        """))
                .isEmpty();
    }

    @Test
    void runsSecurityDefinersOnlyOffTheListAndWithAPinnedSearchPath() throws SQLException {
        assertThat(strings(
                        work, "select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace"))
                .containsExactlyInAnyOrderElementsOf(SECURITY_DEFINERS);
        assertThat(
                        strings(
                                work,
                                """
                        select p.oid::regprocedure::text from pg_proc p
                        where p.prosecdef and p.pronamespace = 'public'::regnamespace
                          and (p.proowner <> 'revisit_gate'::regrole
                               or not coalesce(p.proconfig::text like '%search_path=pg_catalog, public, pg_temp%', false))
                        """))
                .isEmpty();
    }

    @Test
    void bindsARoleThatOwnsNothingAndCannotBecomeAnother() throws SQLException {
        assertThat(strings(work, "select current_user::text")).containsExactly(PreparedDatabase.WORK_ROLE);
        assertThat(strings(
                        work,
                        "select rolname from pg_roles where rolname in ('revisit_app', 'revisit_gate', session_user)"
                                + " and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)"))
                .isEmpty();
        assertThat(strings(
                        work,
                        "select classid::regclass::text from pg_shdepend where deptype = 'o'"
                                + " and refobjid = any (array ['revisit_app'::regrole, session_user::regrole])"))
                .isEmpty();
        for (String escape : List.of(
                "set role revisit_gate",
                "set session authorization revisit_gate",
                "alter table customer disable row level security",
                "drop policy tenant_only on customer",
                "create table public.mine ()",
                "set row_security = off; select count(*) from customer")) {
            assertThat(refusal(escape)).as(escape).isEqualTo(REFUSED);
        }
        execute(work, "reset role");
        assertThat(strings(work, "select current_user::text")).containsExactly(PreparedDatabase.WORK_ROLE);
    }

    @Test
    void showsNothingAtAllWithoutATenant() throws SQLException {
        for (String table : tenantTables) {
            assertThat(count("select count(*) from " + table)).as(table).isZero();
        }
    }

    @Test
    void showsEachTenantItsOwnRowsOnly() throws SQLException {
        setTenant(OURS);
        for (String table : tenantTables) {
            assertThat(count("select count(*) from " + table)).as(table).isEqualTo(1);
            assertThat(count("select count(*) from " + table + " where " + theirs(table)))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void refusesToWriteAnotherTenantsRows() throws SQLException {
        work.setAutoCommit(false);
        for (String table : tenantTables) {
            setTenant(OURS);
            assertThat(refusal(SampleRows.insert(work, table, THEIRS)))
                    .as("insert into " + table)
                    .isEqualTo(REFUSED);
            String column = table.equals("tenant") ? "id" : "tenant_id";
            String toThem = "update %s set %s = '%s'".formatted(table, column, THEIRS);
            assertThat(refusal(toThem)).as(toThem).isEqualTo(REFUSED);
            assertChangesNothing("update %s set %s = %s where %s".formatted(table, column, column, theirs(table)));
            assertChangesNothing("delete from %s where %s".formatted(table, theirs(table)));
        }
    }

    @Test
    void neverFindsAnotherTenantsCustomers() throws SQLException {
        setTenant(OURS);
        List<String> found = new ArrayList<>();
        try (Connection owner = database.owner().dataSource().getConnection()) {
            for (String name : strings(owner, "select name from customer where tenant_id = '" + THEIRS + "'")) {
                found.addAll(strings(work, "select search_customers('" + name + "')::text"));
            }
            for (String name : strings(owner, "select name from customer where tenant_id = '" + OURS + "'")) {
                assertThat(strings(work, "select search_customers('" + name + "')::text"))
                        .hasSize(1);
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void keepsTheAuditFromBeingWritten() {
        assertThatThrownBy(() -> execute(work, "update audit_entry set action = 'CREATE'"))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> execute(work, "delete from audit_entry")).hasMessageContaining("permission denied");
    }

    /** Where the role may not write at all, a refusal is as good as no row. */
    private void assertChangesNothing(String sql) throws SQLException {
        setTenant(OURS);
        try (Statement statement = work.createStatement()) {
            assertThat(statement.executeUpdate(sql)).as(sql).isZero();
        } catch (SQLException refused) {
            assertThat(refused.getSQLState()).as(sql).isEqualTo(REFUSED);
        }
        work.rollback();
    }

    private String refusal(String sql) throws SQLException {
        SQLException refused = catchThrowableOfType(SQLException.class, () -> execute(work, sql));
        if (!work.getAutoCommit()) {
            work.rollback();
            setTenant(OURS);
        }
        return refused == null ? "allowed" : refused.getSQLState();
    }

    private void setTenant(UUID tenant) throws SQLException {
        execute(work, "select set_config('app.tenant_id', '" + tenant + "', false)");
    }

    private static String theirs(String table) {
        return "%s = '%s'".formatted(table.equals("tenant") ? "id" : "tenant_id", THEIRS);
    }

    private long count(String sql) throws SQLException {
        return Long.parseLong(strings(work, sql).get(0));
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
