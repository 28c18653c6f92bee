package io.revisit.sync.convergence;

import java.util.List;
import java.util.SplittableRandom;

/** What happens online and in the background: edits, reassignments, people who come and go. Each step is one transaction. */
final class Office {
    private final World world;
    private final int users;
    private final int customers;

    Office(World world, int users, int customers) {
        this.world = world;
        this.users = users;
        this.customers = customers;
    }

    /** One step; what collides with others may be refused, as in life. */
    void work(SplittableRandom random) {
        StringBuilder sql = new StringBuilder("begin; ");
        int edits = random.nextInt(5) == 0 ? 2 + random.nextInt(4) : 1;
        for (int edit = 0; edit < edits; edit++) {
            sql.append(edit(random)).append("; ");
        }
        if (random.nextInt(8) == 0) {
            sql.append("select pg_sleep(").append(random.nextInt(400) / 1000.0).append("); ");
        }
        sql.append(random.nextInt(12) == 0 ? "rollback" : "commit");
        try {
            world.run(sql.toString());
        } catch (IllegalStateException refused) {
            // Deadlocks, cycles of units and a database that is just being killed undo the whole step.
            if (!List.of("40P01", "23514", "23505", "57P01", "57P02", "57P03", "08006", "08001", "08003", "55P03")
                    .contains(refused.getMessage().substring(0, 5))) {
                throw refused;
            }
        }
    }

    private String edit(SplittableRandom random) {
        String customer = customer(random);
        String user = user(random);
        int number = random.nextInt(1_000_000);
        return switch (random.nextInt(26)) {
            case 0, 1 -> "update contact set title = 'T" + number + "' where customer_id = " + customer;
            case 2 ->
                "update contact set title = 'S" + number
                        + "' where customer_id in (select id from customer where owner_id = " + user + ")";
            case 3, 4 -> "update customer set owner_id = " + user + " where id = " + customer;
            case 5 -> "update customer set owner_id = null where id = " + customer;
            case 6 ->
                "insert into customer_share (tenant_id, user_id, customer_id) values (current_tenant(), " + user + ", "
                        + customer + ") on conflict do nothing";
            case 7 -> "delete from customer_share where customer_id = " + customer;
            case 8 -> "update visit_task set assignee_id = " + user + " where customer_id = " + customer;
            case 9 -> "update visit_task set state = 'DONE', closed_at = now() where customer_id = " + customer;
            case 10 -> "update visit_task set state = 'READY', closed_at = null where customer_id = " + customer;
            case 11 ->
                "insert into visit_task (tenant_id, customer_id, assignee_id, kind, title, due_at, latest_at, origin) values (current_tenant(), "
                        + customer + ", " + user + ", 'OTHER', 'T" + number
                        + "', '2026-03-02T15:00Z', '2026-03-03T00:00Z', 'IMPORT')";
            case 12 -> "update service_ticket set assignee_id = " + user + " where customer_id = " + customer;
            case 13 ->
                "update service_ticket set state = 'CLOSED', resolved_at = now(), closed_at = now() where customer_id = "
                        + customer;
            case 14 ->
                "update service_ticket set state = 'OPEN', resolved_at = null, closed_at = null where customer_id = "
                        + customer;
            case 15 ->
                "insert into customer_order (tenant_id, number, customer_id, state, ordered_at, currency, total_amount_minor) values (current_tenant(), gen_random_uuid()::text, "
                        + customer + ", 'PLACED', now(), 'CNY', " + number + ")";
            case 16 -> "update customer set deleted_at = now() where id = " + customer;
            case 17 -> "update customer set deleted_at = null where id = " + customer;
            case 18 -> "update contact set deleted_at = now() where customer_id = " + customer;
            case 19 ->
                "insert into contact (tenant_id, customer_id, name) values (current_tenant(), " + customer + ", 'N"
                        + number + "')";
            case 20 -> "update app_user set unit_id = " + unit(random) + " where id = " + user;
            case 21 ->
                "update app_user set role = '"
                        + List.of("REP", "SUPERVISOR", "REP", "DIRECTOR").get(number % 4) + "' where id = " + user;
            case 22 -> "update app_user set active = " + (number % 4 != 0) + " where id = " + user;
            case 23 ->
                "update org_unit set parent_id = " + unit(random) + " where id = " + unit(random)
                        + " and parent_id is not null";
            case 24 -> "update product set name = 'Tea " + number + "' where code = 'P" + (1 + number % 5) + "'";
            default -> "delete from contact where customer_id = " + customer + " and not main";
        };
    }

    private String customer(SplittableRandom random) {
        return "(select id from customer where code = 'C" + (1 + random.nextInt(customers)) + "')";
    }

    private String user(SplittableRandom random) {
        return "(select id from app_user where name = 'User " + (1 + random.nextInt(users)) + "')";
    }

    private static String unit(SplittableRandom random) {
        return "(select id from org_unit order by id offset " + random.nextInt(17) + " limit 1)";
    }
}
