package io.revisit.sync.convergence;

import io.revisit.identity.token.AccessTokens;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A company of many people and customers, whose data are reached past the application. */
final class World {
    /** A root, four regions and three teams in each. */
    private static final String FOUND =
            """
            select set_config('app.tenant_id', '%1$s', false);
            insert into tenant (id, code, name, currency, zone, language)
            values ('%1$s', 'convergence', 'Company', 'CNY', 'Asia/Shanghai', 'zh-CN');
            insert into product (tenant_id, code, name, currency) select '%1$s', 'P' || n, 'Tea ' || n, 'CNY' from generate_series(1, 5) n;
            insert into org_unit (tenant_id, name) values ('%1$s', 'root');
            insert into org_unit (tenant_id, parent_id, name) select '%1$s', id, 'region ' || n from org_unit, generate_series(1, 4) n;
            insert into org_unit (tenant_id, parent_id, name) select '%1$s', id, 'team ' || n from org_unit, generate_series(1, 3) n where name like 'region %%';
            insert into app_user (tenant_id, email, name, role, unit_id, zone, language)
            select '%1$s', 'u' || n || '@%1$s.test', 'User ' || n,
                   case when n %% 10 = 0 then 'SUPERVISOR' when n %% 33 = 0 then 'DIRECTOR' else 'REP' end, unit.id, 'Asia/Shanghai', 'en'
            from generate_series(1, %2$d) n
            join (select id, row_number() over (order by id) - 1 as place, count(*) over () as units from org_unit) as unit on unit.place = n %% unit.units;
            insert into device (tenant_id, id, user_id, name, platform) select tenant_id, id, id, 'phone', 'ANDROID' from app_user;
            insert into device (tenant_id, user_id, id, name, platform)
            select tenant_id, id, gen_random_uuid(), 'tablet', 'ANDROID' from app_user order by id limit 10;
            create temporary table place as select id as user_id, row_number() over (order by id) - 1 as place, count(*) over () as users from app_user;
            insert into customer (tenant_id, code, name, zone, owner_id)
            select '%1$s', 'C' || n, 'Customer ' || n, 'Asia/Shanghai', user_id from generate_series(1, %3$d) n join place on place = n %% users;
            insert into contact (tenant_id, customer_id, name, main) select tenant_id, id, 'Wang Fang', true from customer;
            insert into customer_order (tenant_id, number, customer_id, state, ordered_at, currency, total_amount_minor)
            select tenant_id, code, id, 'SHIPPED', '2026-02-20', 'CNY', 120050 from customer;
            insert into contract (tenant_id, number, customer_id, title, state, starts_on, currency, amount_minor)
            select tenant_id, code, id, 'Supply', 'ACTIVE', '2026-01-01', 'CNY', 500000 from customer;
            insert into service_ticket (tenant_id, customer_id, kind, subject, opened_at, assignee_id)
            select tenant_id, id, 'COMPLAINT', 'Two boxes broken', '2026-02-10', owner_id from customer;
            insert into visit_task (tenant_id, customer_id, assignee_id, kind, title, due_at, latest_at, origin)
            select tenant_id, c.id, p.user_id, 'FOLLOW_UP', 'Ask', '2026-03-02T15:00Z', '2026-03-03T00:00Z', 'IMPORT'
            from customer c join place p on p.place = length(c.code) * 7 %% p.users where c.code like '%%5';
            insert into visit (tenant_id, customer_id, visitor_id, channel, outcome, summary, started_at)
            select tenant_id, id, owner_id, 'ON_SITE', 'OBJECTIVE_MET', 'Spoke', '2026-02-25T09:00Z' from customer;
            """;

    private final UUID tenantId = UUID.randomUUID();
    private final Cluster cluster;
    private final AccessTokens tokens;
    private final DataSource source;
    private final ConcurrentMap<UUID, String> issued = new ConcurrentHashMap<>();

    /** A phone that somebody has. */
    record Device(UUID id, UUID userId) {}

    World(Cluster cluster, int users, int customers) {
        this.cluster = cluster;
        this.tokens = cluster.bean(AccessTokens.class);
        this.source = cluster.database().dataSource();
        run(FOUND.formatted(tenantId, users, customers));
    }

    UUID tenantId() {
        return tenantId;
    }

    List<Integer> nodes() {
        return cluster.ports();
    }

    List<Device> devices() {
        return rows("select id || ' ' || user_id from device order by user_id, id").stream()
                .map(row -> row.split(" "))
                .map(row -> new Device(UUID.fromString(row[0]), UUID.fromString(row[1])))
                .toList();
    }

    String token(Device device) {
        String token = issued.computeIfAbsent(device.id(), id -> logIn(device));
        return token == null ? "" : token;
    }

    /** Lets every device log in anew: tokens live a quarter of an hour, and sessions are remembered for half a minute. */
    void renewTokens() {
        issued.clear();
    }

    private @Nullable String logIn(Device device) {
        UUID session = UUID.randomUUID();
        try {
            run(
                    "insert into session (tenant_id, id, user_id, device_id, expires_at) values ('%s', '%s', '%s', '%s', '2100-01-01')"
                            .formatted(tenantId, session, device.userId(), device.id()));
            return tokens.issue(tenantId, device.userId(), session, device.id())
                    .block()
                    .value();
        } catch (IllegalStateException databaseIsDown) {
            return null;
        }
    }

    /** Runs statements as the owner, within the company. */
    void run(String sql) {
        rows(sql);
    }

    /** The first column of the last statement that answers rows. */
    List<String> rows(String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select set_config('app.tenant_id', '" + tenantId + "', false); set time zone 'UTC'");
            List<String> rows = new ArrayList<>();
            boolean answered = statement.execute(sql);
            while (answered || statement.getUpdateCount() >= 0) {
                if (answered) {
                    rows.clear();
                    try (ResultSet result = statement.getResultSet()) {
                        while (result.next()) {
                            rows.add(result.getString(1));
                        }
                    }
                }
                answered = statement.getMoreResults();
            }
            return rows;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure.getSQLState() + " " + failure.getMessage() + " " + sql, failure);
        }
    }
}
