package io.revisit.contact;

import io.revisit.access.Visibility;
import io.revisit.platform.projection.Connection;
import io.revisit.platform.projection.Ordering;
import io.revisit.platform.projection.ProjectionSource;
import io.revisit.platform.projection.Projections;
import io.revisit.platform.projection.SortKey;
import org.springframework.stereotype.Repository;

/** How contacts are read. */
@Repository
class ContactRepository implements ProjectionSource {
    private static final Ordering MAIN_FIRST =
            Ordering.ascending("MAIN_FIRST", SortKey.trueFirst("main"), SortKey.name("name"));

    @Override
    public void define(Projections projections) {
        projections
                .type("Contact")
                .from("contact")
                .node(contact -> contact.column("deleted_at").isNull().and(Visibility.ofCustomer(contact)))
                .columns("id", "name", "title", "phone", "email", "main", "version")
                .reference("customer", "Customer", "customer_id");
        projections
                .type("Customer")
                .connection(
                        "contacts",
                        customer -> Connection.of("Contact", MAIN_FIRST, contact -> contact.column("customer_id")
                                .eq(customer.column("id"))
                                .and(contact.column("deleted_at").isNull())));
    }
}
