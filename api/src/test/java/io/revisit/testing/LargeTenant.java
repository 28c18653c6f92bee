package io.revisit.testing;

import io.revisit.platform.security.Role;
import io.revisit.platform.security.Viewer;
import java.time.ZoneId;
import java.util.Locale;
import java.util.UUID;

/**
 * A tenant of any size, loaded by a few statements with the triggers off, for tests of plans and for benchmarks. Twenty
 * units below the root have ten reps each; every customer has an owner, a contact, three orders, visits and tasks;
 * one in ten is shared with another rep.
 */
public final class LargeTenant {
    public static final UUID ID = new UUID(0x7000L, 0x8000000000000001L);
    private static final UUID ROOT = id(1, 0);

    private static final String[] TABLES = {
        "customer",
        "contact",
        "customer_order",
        "service_ticket",
        "visit_task",
        "visit",
        "visit_topic",
        "survey_answer",
        "interaction",
        "contract"
    };

    private static final String ORGANISATION =
            """
            select set_config('app.tenant_id', '%1$s', false);
            insert into tenant values ('%1$s', 'large', 'Large', 'CNY', 'Asia/Shanghai', 'zh-CN', current_instant());
            insert into org_unit (tenant_id, id, parent_id, name) values ('%1$s', '%2$s', null, 'root');
            insert into org_unit (tenant_id, id, parent_id, name)
            select '%1$s', test_id(1, n), '%2$s', 'unit ' || n from generate_series(1, 20) n;
            insert into app_user (tenant_id, id, email, name, role, unit_id, zone, language)
            select '%1$s', test_id(2, n), 'user' || n || '@large.test', 'User ' || n, 'REP', test_id(1, 1 + (n - 1) / 10),
                   'Asia/Shanghai', 'zh-CN'
            from generate_series(1, 200) n;
            """;

    private static final String CUSTOMERS =
            """
            insert into customer (tenant_id, id, code, name, tier, segment, zone, owner_id, city, country_code, tags,
                                  next_visit_at, last_contact_at)
            select '%1$s', test_id(3, n), 'C' || n, (array['Nordwind', '北京', '上海', 'Mueller', '张三', 'Lumen'])[1 + n %% 6]
                   || ' ' || md5(n::text) || (array['贸易', '科技', ' GmbH', ' Ltd'])[1 + n %% 4],
                   (array['ORDINARY', 'KEY', 'VIP', 'STRATEGIC'])[1 + n %% 4], 'S' || n %% 6, 'Asia/Shanghai',
                   test_id(2, 1 + n %% 200), 'City ' || n %% 300, 'CN', array['t' || n %% 20],
                   '2026-03-02'::timestamptz + (n %% 90) * interval '1 day', '2026-03-01'::timestamptz - (n %% 400) * interval '1 day'
            from generate_series(1, %3$d) n;
            insert into contact (tenant_id, id, customer_id, name, main)
            select '%1$s', test_id(4, n), test_id(3, n), 'Contact ' || n, true from generate_series(1, %3$d) n;
            insert into customer_share (tenant_id, user_id, customer_id)
            select '%1$s', test_id(2, 1 + (n / 7) %% 200), test_id(3, n) from generate_series(1, %3$d) n where n %% 10 = 0;
            insert into customer_order (tenant_id, id, number, customer_id, state, ordered_at, currency, total_amount_minor)
            select '%1$s', test_id(5, n), 'O' || n, test_id(3, 1 + n %% %3$d), 'SHIPPED',
                   '2026-03-01'::timestamptz - (n %% 700) * interval '1 day', 'CNY', 10000 + n %% 9000
            from generate_series(1, %3$d * 3) n;
            insert into contract (tenant_id, id, number, customer_id, title, state, starts_on, currency, amount_minor)
            select '%1$s', test_id(6, n), 'V' || n, test_id(3, n), 'Supply', 'ACTIVE', '2025-01-01', 'CNY', 100000
            from generate_series(1, %3$d) n;
            insert into service_ticket (tenant_id, id, number, customer_id, kind, subject, opened_at)
            select '%1$s', test_id(7, n), n, test_id(3, n), 'REQUEST', 'Needs a manual', '2026-02-01'
            from generate_series(1, %3$d) n;
            insert into visit_task (tenant_id, id, customer_id, assignee_id, kind, title, state, due_at, latest_at, origin, closed_at)
            select '%1$s', test_id(8, n), test_id(3, c), test_id(2, 1 + c %% 200), 'FOLLOW_UP', 'Visit',
                   case when n %% 3 = 0 then 'READY' else 'DONE' end, due, due + interval '1 day', 'IMPORT',
                   case when n %% 3 <> 0 then due end
            from (select n, 1 + (n / 3) %% %3$d as c, '2026-02-20'::timestamptz + (n %% 60) * interval '1 day' as due
                  from generate_series(1, %3$d * 3) n) s;
            insert into visit (tenant_id, id, customer_id, visitor_id, channel, outcome, summary, started_at)
            select '%1$s', test_id(9, n), test_id(3, 1 + n %% %3$d), test_id(2, 1 + n %% 200), 'ON_SITE', 'OBJECTIVE_MET',
                   'Spoke about the season', '2026-03-01'::timestamptz - (n %% 600) * interval '1 day'
            from generate_series(1, %3$d * 3) n;
            insert into visit_topic (tenant_id, id, visit_id, customer_id, text, raised_at)
            select '%1$s', test_id(10, n), test_id(9, n), test_id(3, 1 + n %% %3$d), 'Wants a sample', '2026-02-01'
            from generate_series(1, %3$d) n;
            insert into survey_answer (tenant_id, id, customer_id, visit_id, metric, score, answered_at)
            select '%1$s', test_id(11, n), test_id(3, 1 + n %% %3$d), test_id(9, n), 'CSAT', 4, '2026-02-01'
            from generate_series(1, %3$d) n;
            insert into interaction (tenant_id, id, customer_id, kind, occurred_at, subject_type, subject_id, text)
            select '%1$s', test_id(12, n), test_id(3, 1 + n %% %3$d), 'VISIT_RECORDED',
                   '2026-03-01'::timestamptz - (n %% 600) * interval '1 day', 'Visit', test_id(9, n), 'Spoke about the season'
            from generate_series(1, %3$d * 3) n;
            """;

    private LargeTenant() {}

    /** Loads the tenant as the owner of the database, and analyses it. */
    public static void load(TestDatabase database, int customers) {
        database.execute(
                """
                create function test_id(kind int, n bigint) returns uuid language sql immutable parallel safe
                return (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid
                """);
        database.execute(ORGANISATION.formatted(ID, ROOT));
        for (String table : TABLES) {
            database.execute("alter table " + table + " disable trigger user");
        }
        database.execute("select set_config('app.tenant_id', '%s', false);".formatted(ID)
                + CUSTOMERS.formatted(ID, ROOT, customers));
        for (String table : TABLES) {
            database.execute("alter table " + table + " enable trigger user");
        }
        database.execute("vacuum analyze");
    }

    public static UUID customer(int number) {
        return id(3, number);
    }

    public static UUID task(int number) {
        return id(8, number);
    }

    /** A rep, the leader of a unit of ten, or somebody who sees all. */
    public static Viewer viewer(Role role) {
        return new Viewer(
                ID,
                id(2, 11),
                id(20, 1),
                id(21, 1),
                role,
                id(1, 2),
                ZoneId.of("Asia/Shanghai"),
                Locale.SIMPLIFIED_CHINESE);
    }

    private static UUID id(int kind, long number) {
        return UUID.fromString("%08x-0000-7000-8000-%012x".formatted(kind, number));
    }
}
