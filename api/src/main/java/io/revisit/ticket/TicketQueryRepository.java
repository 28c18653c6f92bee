package io.revisit.ticket;

import io.revisit.access.Visibility;
import io.revisit.platform.projection.Connection;
import io.revisit.platform.projection.Filters;
import io.revisit.platform.projection.Ordering;
import io.revisit.platform.projection.ProjectionSource;
import io.revisit.platform.projection.Projections;
import io.revisit.platform.projection.SortKey;
import org.springframework.stereotype.Repository;

/** How tickets are read. */
@Repository
class TicketQueryRepository implements ProjectionSource {
    private static final Ordering LATEST_FIRST = Ordering.descending("OPENED_AT", SortKey.instant("opened_at"));

    @Override
    public void define(Projections projections) {
        projections
                .type("Ticket")
                .from("service_ticket")
                .node(Visibility::ofCustomer)
                .columns("id", "number", "kind", "subject", "description", "priority", "state", "resolution")
                .columns("opened_at", "resolved_at", "closed_at", "version")
                .reference("openedBy", "User", "opened_by")
                .reference("assignee", "User", "assignee_id")
                .reference("order", "Order", "order_id")
                .reference("customer", "Customer", "customer_id");
        projections.type("Customer").connection("tickets", customer -> Connection.of(
                        "Ticket", LATEST_FIRST, ticket -> ticket.column("customer_id")
                                .eq(customer.column("id")))
                .filtered((ticket, selected) -> Filters.of(ticket, selected)
                        .texts("states", "state")
                        .texts("kinds", "kind")
                        .all()));
    }
}
