package io.revisit.agreement;

import io.revisit.access.Visibility;
import io.revisit.platform.projection.Connection;
import io.revisit.platform.projection.Ordering;
import io.revisit.platform.projection.ProjectionSource;
import io.revisit.platform.projection.Projections;
import io.revisit.platform.projection.SortKey;
import org.springframework.stereotype.Repository;

/** How contracts are read. */
@Repository
class ContractRepository implements ProjectionSource {
    private static final Ordering LATEST_FIRST = Ordering.descending("STARTS_ON", SortKey.date("starts_on"));

    @Override
    public void define(Projections projections) {
        projections
                .type("Contract")
                .from("contract")
                .node(Visibility::ofCustomer)
                .columns("id", "number", "title", "state", "signed_on", "starts_on", "ends_on")
                .money("amount", "amount_minor", "currency")
                .reference("customer", "Customer", "customer_id");
        projections
                .type("Customer")
                .connection(
                        "contracts",
                        customer -> Connection.of("Contract", LATEST_FIRST, contract -> contract.column("customer_id")
                                .eq(customer.column("id"))));
    }
}
