package io.revisit.order;

import io.revisit.access.Visibility;
import io.revisit.platform.projection.Compilation;
import io.revisit.platform.projection.Connection;
import io.revisit.platform.projection.Json;
import io.revisit.platform.projection.Ordering;
import io.revisit.platform.projection.ProjectionSource;
import io.revisit.platform.projection.Projections;
import io.revisit.platform.projection.Row;
import io.revisit.platform.projection.Selected;
import io.revisit.platform.projection.SortKey;
import java.util.List;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Repository;

/** How orders and their lines are read. */
@Repository
class OrderRepository implements ProjectionSource {
    private static final int MOST_LINES = 200;
    private static final Ordering LATEST_FIRST = Ordering.descending("ORDERED_AT", SortKey.instant("ordered_at"));
    private static final Ordering BY_LINE_NUMBER =
            new Ordering("LINE_NUMBER", List.of(SortKey.number("line_number")), false);

    @Override
    public void define(Projections projections) {
        projections
                .type("Order")
                .from("customer_order")
                .node(Visibility::ofCustomer)
                .columns("id", "number", "state", "ordered_at", "required_on", "shipped_on")
                .money("total", "total_amount_minor", "currency")
                .money("freight", "freight_amount_minor", "currency")
                .reference("salesperson", "User", "salesperson_id")
                .reference("customer", "Customer", "customer_id")
                .list("lines", "OrderLine", BY_LINE_NUMBER, MOST_LINES, (order, line) -> line.column("order_id")
                        .eq(order.column("id")));
        projections
                .type("OrderLine")
                .from("order_line")
                .columns("line_number", "quantity", "discount_basis_points")
                .reference("product", "Product", "product_id")
                .field("unitPrice", (line, selected) -> lineMoney(line, "unit_amount_minor", selected))
                .field("amount", (line, selected) -> lineMoney(line, "amount_minor", selected));
        projections
                .type("Customer")
                .connection(
                        "orders",
                        customer -> Connection.of("Order", LATEST_FIRST, order -> order.column("customer_id")
                                .eq(customer.column("id"))));
    }

    /** A line's amounts are in its order's currency. */
    private static Field<?> lineMoney(Row line, String amountColumn, Selected selected) {
        Row order = line.compilation().row();
        Field<?> currency = DSL.field(DSL.select(order.column("currency"))
                .from(Compilation.table("customer_order", order))
                .where(order.column("tenant_id").eq(line.compilation().tenantId()))
                .and(order.column("id").eq(line.column("order_id"))));
        return Json.money(line.column(amountColumn), currency, selected);
    }
}
