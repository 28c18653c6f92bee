package io.revisit.access;

import io.revisit.platform.projection.Compilation;
import io.revisit.platform.projection.Lane;
import io.revisit.platform.projection.Row;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Select;
import org.jooq.impl.DSL;

/**
 * Who sees what. A viewer's <em>people</em> are himself, for a supervisor everybody in his unit or below it, and for a
 * director, QA or administrator everybody. A customer is seen by those with one of whose people it has a bond: who owns it,
 * with whom it is shared, or who has an open task or ticket for it. Everything about a visible customer is visible. A task is seen
 * with its customer, and by those among whose people its assignee is; once it is closed, these need not see its customer.
 */
public final class Visibility {
    private Visibility() {}

    /** Ids of the viewer's people, as a query of one column {@code id}; not for roles that see everything. */
    public static Select<?> people(Compilation compilation) {
        return switch (compilation.role()) {
            case SUPERVISOR -> {
                Row user = compilation.row();
                Row ancestry = compilation.row();
                yield DSL.select(user.column("id"))
                        .from(Compilation.table("app_user", user))
                        .join(Compilation.table("org_unit_ancestry", ancestry))
                        .on(ancestry.column("tenant_id").eq(user.column("tenant_id")))
                        .and(ancestry.column("unit_id").eq(user.column("unit_id")))
                        .where(ancestry.column("tenant_id").eq(compilation.tenantId()))
                        .and(ancestry.column("ancestor_id").eq(compilation.viewerUnitId()));
            }
            case REP -> DSL.select(compilation.viewerId().as("id"));
            case DIRECTOR, QA, ADMIN -> throw new IllegalStateException("sees everybody");
        };
    }

    /** Whether the user whose id this is belongs to the viewer's people. */
    public static Condition isOneOfPeople(Row row, Field<?> userId) {
        Compilation compilation = row.compilation();
        return switch (compilation.role()) {
            case REP -> DSL.condition("{0} = {1}", userId, compilation.viewerId());
            case SUPERVISOR -> DSL.condition("{0} in ({1})", userId, people(compilation));
            case DIRECTOR, QA, ADMIN -> DSL.trueCondition();
        };
    }

    /** Whether this customer, not deleted, is visible: for a customer found by its id. */
    public static Condition customer(Row customer) {
        Condition exists = customer.column("deleted_at").isNull();
        if (customer.compilation().role().seesEverything()) {
            return exists;
        }
        Field<UUID> id = customer.column("id", UUID.class);
        return exists.and(isOneOfPeople(customer, customer.column("owner_id"))
                .or(DSL.exists(shares(customer, id)))
                .or(DSL.exists(openTasks(customer, id)))
                .or(DSL.exists(openTickets(customer, id))));
    }

    /** Whether the customer that this row belongs to is visible. */
    public static Condition ofCustomer(Row row) {
        Row customer = row.compilation().row();
        return DSL.exists(DSL.selectOne()
                .from(Compilation.table("customer", customer))
                .where(customer.column("tenant_id").eq(row.compilation().tenantId()))
                .and(customer.column("id").eq(row.column("customer_id")))
                .and(customer(customer)));
    }

    public static Condition task(Row task) {
        return task.compilation().role().seesEverything()
                ? DSL.trueCondition()
                : isOneOfPeople(task, task.column("assignee_id")).or(ofCustomer(task));
    }

    /** Whether the task is work of the viewer's people: done by one of them, or for a customer of one of them. */
    static Condition taskOfPeople(Row task) {
        Row customer = task.compilation().row();
        return isOneOfPeople(task, task.column("assignee_id"))
                .or(DSL.exists(DSL.selectOne()
                        .from(Compilation.table("customer", customer))
                        .where(customer.column("tenant_id")
                                .eq(task.compilation().tenantId()))
                        .and(customer.column("id").eq(task.column("customer_id")))
                        .and(customerOfPeople(customer))));
    }

    /** Whether one of the viewer's people looks after the customer: to see one that was shared is not to lead it. */
    static Condition customerOfPeople(Row customer) {
        return isOneOfPeople(customer, customer.column("owner_id"));
    }

    /** All visible customers, as lanes that share none: owned by each of the viewer's people, and by other bonds. */
    public static List<Lane> customerLanes(Compilation compilation) {
        if (compilation.role().seesEverything()) {
            return List.of(Lane.where(customer -> customer.column("deleted_at").isNull()));
        }
        return List.of(
                Lane.forEach(Visibility::people, (person, customer) -> customer.column("owner_id")
                        .eq(person.column("id"))
                        .and(customer.column("deleted_at").isNull())),
                Lane.forEach(Visibility::bonds, (bond, customer) -> customer.column("id")
                        .eq(bond.column("id"))
                        .and(customer.column("deleted_at").isNull())
                        .and(DSL.coalesce(
                                        DSL.field(isOneOfPeople(customer, customer.column("owner_id"))),
                                        DSL.inline(false))
                                .isFalse())));
    }

    /** Tasks of the viewer's people. */
    public static List<Lane> taskLanes(Compilation compilation) {
        return compilation.role().seesEverything()
                ? List.of(Lane.where(task -> DSL.trueCondition()))
                : List.of(Lane.forEach(Visibility::people, (person, task) -> task.column("assignee_id")
                        .eq(person.column("id"))));
    }

    /** Customers that the viewer's people share or have open tasks or tickets for; found person by person, each through an index. */
    private static Select<?> bonds(Compilation compilation) {
        Row person = compilation.row();
        Row share = compilation.row();
        Row task = compilation.row();
        Select<?> shares = DSL.select(share.column("customer_id").as("id"))
                .from(Compilation.table("customer_share", share))
                .where(share.column("tenant_id").eq(compilation.tenantId()))
                .and(share.column("user_id").eq(person.column("id")))
                .offset(DSL.inline(0));
        Select<?> tasks = DSL.select(task.column("customer_id").as("id"))
                .from(Compilation.table("visit_task", task))
                .where(task.column("tenant_id").eq(compilation.tenantId()))
                .and(task.column("assignee_id").eq(person.column("id")))
                .and(task.column("closed_at").isNull())
                .offset(DSL.inline(0));
        Row ticket = compilation.row();
        Select<?> tickets = DSL.select(ticket.column("customer_id").as("id"))
                .from(Compilation.table("service_ticket", ticket))
                .where(ticket.column("tenant_id").eq(compilation.tenantId()))
                .and(ticket.column("assignee_id").eq(person.column("id")))
                .and(isOpenTicket(ticket))
                .offset(DSL.inline(0));
        return DSL.selectDistinct(DSL.field("bond.id"))
                .from(DSL.table(people(compilation)).as(person.alias()))
                .crossJoin(
                        DSL.table("lateral (({0}) union all ({1}) union all ({2})) as bond", shares, tasks, tickets));
    }

    private static Select<?> shares(Row parent, Field<UUID> customerId) {
        Row share = parent.compilation().row();
        return DSL.selectOne()
                .from(Compilation.table("customer_share", share))
                .where(share.column("tenant_id").eq(parent.compilation().tenantId()))
                .and(share.column("customer_id").eq(customerId))
                .and(isOneOfPeople(share, share.column("user_id")));
    }

    private static Select<?> openTasks(Row parent, Field<UUID> customerId) {
        Row task = parent.compilation().row();
        return DSL.selectOne()
                .from(Compilation.table("visit_task", task))
                .where(task.column("tenant_id").eq(parent.compilation().tenantId()))
                .and(task.column("customer_id").eq(customerId))
                .and(task.column("closed_at").isNull())
                .and(isOneOfPeople(task, task.column("assignee_id")));
    }

    private static Select<?> openTickets(Row parent, Field<UUID> customerId) {
        Row ticket = parent.compilation().row();
        return DSL.selectOne()
                .from(Compilation.table("service_ticket", ticket))
                .where(ticket.column("tenant_id").eq(parent.compilation().tenantId()))
                .and(ticket.column("customer_id").eq(customerId))
                .and(isOpenTicket(ticket))
                .and(isOneOfPeople(ticket, ticket.column("assignee_id")));
    }

    private static Condition isOpenTicket(Row ticket) {
        return DSL.condition("{0} in ('OPEN', 'IN_PROGRESS')", ticket.column("state"));
    }
}
