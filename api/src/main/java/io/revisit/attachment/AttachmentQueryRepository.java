package io.revisit.attachment;

import io.revisit.access.Visibility;
import io.revisit.platform.projection.Connection;
import io.revisit.platform.projection.Ordering;
import io.revisit.platform.projection.ProjectionSource;
import io.revisit.platform.projection.Projections;
import io.revisit.platform.projection.Row;
import io.revisit.platform.projection.SortKey;
import org.jooq.Condition;
import org.springframework.stereotype.Repository;

/** How the metadata of attachments are read. */
@Repository
class AttachmentQueryRepository implements ProjectionSource {
    private static final int MOST_OF_ONE = 50;
    private static final Ordering LATEST_FIRST = Ordering.descending("CREATED_AT", SortKey.instant("created_at"));
    private static final Ordering AS_ADDED = Ordering.ascending("CREATED_AT", SortKey.instant("created_at"));

    @Override
    public void define(Projections projections) {
        projections
                .type("Attachment")
                .from("attachment")
                .node(attachment -> exists(attachment).and(Visibility.ofCustomer(attachment)))
                .columns("id", "file_name", "media_type", "byte_count", "sha256", "state", "created_at", "version")
                .reference("customer", "Customer", "customer_id")
                .reference("visit", "Visit", "visit_id")
                .reference("ticket", "Ticket", "ticket_id")
                .reference("createdBy", "User", "created_by");
        projections
                .type("Customer")
                .connection(
                        "attachments",
                        customer -> Connection.of("Attachment", LATEST_FIRST, attachment -> exists(attachment)
                                .and(attachment.column("customer_id").eq(customer.column("id")))));
        projections
                .type("Visit")
                .list("attachments", "Attachment", AS_ADDED, MOST_OF_ONE, (visit, attachment) -> exists(attachment)
                        .and(attachment.column("visit_id").eq(visit.column("id"))));
        projections
                .type("Ticket")
                .list("attachments", "Attachment", AS_ADDED, MOST_OF_ONE, (ticket, attachment) -> exists(attachment)
                        .and(attachment.column("ticket_id").eq(ticket.column("id"))));
    }

    private static Condition exists(Row attachment) {
        return attachment.column("deleted_at").isNull();
    }
}
