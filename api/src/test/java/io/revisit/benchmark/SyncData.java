package io.revisit.benchmark;

import io.revisit.platform.database.DatabaseUrl;
import io.revisit.testing.TestDatabase;
import java.util.UUID;

/** A company with 200 reps and ten sync records for each of their customers, written past the triggers. */
final class SyncData {
    static final UUID TENANT = id(0, 1);
    static final int REPS = 200;

    private static final String[] TABLES = {
        "customer", "contact", "customer_order", "visit_task", "visit", "interaction", "contract"
    };

    private static final String LOAD =
            """
            create function test_id(kind int, n bigint) returns uuid language sql immutable parallel safe
                return (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid;
            select set_config('app.tenant_id', '%1$s', false);
            insert into tenant values ('%1$s', 'large', 'Large', 'CNY', 'Asia/Shanghai', 'zh-CN', current_instant());
            insert into org_unit (tenant_id, id, parent_id, name) values ('%1$s', test_id(1, 0), null, 'root');
            insert into org_unit (tenant_id, id, parent_id, name)
            select '%1$s', test_id(1, n), test_id(1, 0), 'unit ' || n from generate_series(1, 20) n;
            insert into app_user (tenant_id, id, email, name, role, unit_id, zone, language)
            select '%1$s', test_id(2, n), 'user' || n || '@large.test', 'User ' || n, 'REP', test_id(1, least(20, 1 + (n - 1) / 10)),
                   'Asia/Shanghai', 'zh-CN'
            from generate_series(1, 203) n;
            insert into device (tenant_id, id, user_id, name, platform)
            select '%1$s', test_id(2, n), test_id(2, n), 'phone', 'ANDROID' from generate_series(1, 203) n;
            insert into session (tenant_id, id, user_id, device_id, expires_at)
            select '%1$s', test_id(2, n), test_id(2, n), test_id(2, n), '2100-01-01' from generate_series(1, 203) n;
            insert into product (tenant_id, id, code, name, currency)
            select '%1$s', test_id(14, n), 'P' || n, 'Product ' || n, 'CNY' from generate_series(1, 100) n;
            """;

    private static final String CUSTOMERS =
            """
            set session_replication_role = replica;
            select set_config('app.tenant_id', '%1$s', false);
            insert into customer (tenant_id, id, code, name, tier, segment, zone, owner_id, city, country_code, tags,
                                  next_visit_at, last_contact_at)
            select '%1$s', test_id(3, n), 'C' || n, (array['Nordwind', '北京', '上海', 'Mueller', '张三', 'Lumen'])[1 + n %% 6]
                   || ' ' || md5(n::text) || (array['贸易', '科技', ' GmbH', ' Ltd'])[1 + n %% 4],
                   (array['ORDINARY', 'KEY', 'VIP', 'STRATEGIC'])[1 + n %% 4], 'S' || n %% 6, 'Asia/Shanghai',
                   test_id(2, 1 + n %% 200), 'City ' || n %% 300, 'CN', array['t' || n %% 20],
                   '2026-03-02'::timestamptz + (n %% 90) * interval '1 day', '2026-03-01'::timestamptz - (n %% 400) * interval '1 day'
            from generate_series(1, %2$d) n;
            insert into contact (tenant_id, id, customer_id, name, phone, main)
            select '%1$s', test_id(4, n), test_id(3, n), 'Contact ' || n, '+86 21 5555 ' || n, true from generate_series(1, %2$d) n;
            insert into customer_order (tenant_id, id, number, customer_id, state, ordered_at, currency, total_amount_minor)
            select '%1$s', test_id(5, n), 'O' || n, test_id(3, 1 + n %% %2$d), 'SHIPPED',
                   '2026-03-01'::timestamptz - (n %% 700) * interval '1 day', 'CNY', 10000 + n %% 9000
            from generate_series(1, %2$d) n;
            insert into contract (tenant_id, id, number, customer_id, title, state, starts_on, currency, amount_minor)
            select '%1$s', test_id(6, n), 'V' || n, test_id(3, n), 'Supply', 'ACTIVE', '2025-01-01', 'CNY', 100000
            from generate_series(1, %2$d) n;
            insert into visit_task (tenant_id, id, customer_id, assignee_id, kind, title, state, due_at, latest_at, origin)
            select '%1$s', test_id(8, n), test_id(3, n), test_id(2, 1 + n %% 200), 'FOLLOW_UP', 'Visit', 'READY',
                   '2026-02-20'::timestamptz + (n %% 60) * interval '1 day', '2026-02-21'::timestamptz + (n %% 60) * interval '1 day', 'IMPORT'
            from generate_series(1, %2$d) n;
            insert into visit (tenant_id, id, customer_id, visitor_id, channel, outcome, summary, started_at)
            select '%1$s', test_id(9, n), test_id(3, 1 + n %% %2$d), test_id(2, 1 + n %% 200), 'ON_SITE', 'OBJECTIVE_MET',
                   'Spoke about the season and what the customer needs before it begins', '2026-03-01'::timestamptz - (n %% 600) * interval '1 day'
            from generate_series(1, %2$d * 2) n;
            insert into interaction (tenant_id, id, customer_id, kind, occurred_at, subject_type, subject_id, text)
            select '%1$s', test_id(12, n), test_id(3, 1 + n %% %2$d), 'VISIT_RECORDED',
                   '2026-03-01'::timestamptz - (n %% 600) * interval '1 day', 'Visit', test_id(9, n), 'Spoke about the season'
            from generate_series(1, %2$d * 2) n;
            """;

    private static final String RECORDS =
            """
            insert into sync_record (tenant_id, scope, collection, id, changed_xid, version)
            select t.tenant_id, s.scope, '%s', t.id, pg_current_xact_id(), t.sync_version
            from %s t cross join lateral (values %s) as s (scope)
            where t.tenant_id = '%s' on conflict do nothing;
            """;

    private SyncData() {}

    static UUID id(int kind, long number) {
        return UUID.fromString("%08x-0000-7000-8000-%012x".formatted(kind, number));
    }

    static UUID rep(int number) {
        return id(2, 1 + number % REPS);
    }

    /** Loads that many customers as the owner of the database, and analyses it. */
    static void load(DatabaseUrl owner, int customers) {
        TestDatabase.execute(owner, LOAD.formatted(TENANT));
        StringBuilder sql = new StringBuilder(CUSTOMERS.formatted(TENANT, customers));
        String[] collections = {"Customer", "Contact", "Order", "Task", "Visit", "TimelineEntry", "Contract"};
        String[] scopes = {
            "(t.id)",
            "(t.customer_id)",
            "(t.customer_id)",
            "(t.customer_id), (t.assignee_id)",
            "(t.customer_id)",
            "(t.customer_id)",
            "(t.customer_id)"
        };
        for (int index = 0; index < TABLES.length; index++) {
            sql.append(RECORDS.formatted(collections[index], TABLES[index], scopes[index], TENANT));
        }
        TestDatabase.execute(owner, sql.toString());
        TestDatabase.execute(
                owner,
                "select set_config('app.tenant_id', '%1$s', false); select regrant_users(array_agg(id)) from app_user where tenant_id = '%1$s'"
                        .formatted(TENANT));
        TestDatabase.execute(owner, "vacuum analyze");
    }
}
