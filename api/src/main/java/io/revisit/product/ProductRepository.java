package io.revisit.product;

import io.revisit.platform.projection.ProjectionSource;
import io.revisit.platform.projection.Projections;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Repository;

/** How products are read; everybody of the company sees them. */
@Repository
class ProductRepository implements ProjectionSource {

    @Override
    public void define(Projections projections) {
        projections
                .type("Product")
                .from("product")
                .node(product -> DSL.trueCondition())
                .columns("id", "code", "name", "category", "line", "active")
                .money("unitPrice", "unit_amount_minor", "currency");
    }
}
