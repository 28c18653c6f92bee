package io.revisit.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.CompanyTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is read of an order, its lines and what was ordered. */
class OrderApiIT extends CompanyTest {

    @Test
    void linesHaveTheOrdersCurrency() {
        company.run(
                """
                update customer_order set salesperson_id = '%1$s', required_on = '2026-03-01', freight_amount_minor = 0 where id = '%2$s';
                insert into order_line (tenant_id, order_id, line_number, product_id, quantity, unit_amount_minor, discount_basis_points, amount_minor)
                values (current_tenant(), '%2$s', 2, '%3$s', 0.5, 1000, 2500, 375)
                """
                        .formatted(company.user(Persona.COLLEAGUE), company.own.order(), company.productId()));
        JsonNode order = ask(
                        Persona.REP,
                        """
                        query ($id: ID!) {
                          node(id: $id) {
                            ... on Order {
                              number state orderedAt requiredOn shippedOn
                              total { amountMinor currencyCode } freight { amountMinor currencyCode }
                              salesperson { name } customer { code }
                              lines {
                                lineNumber quantity discountBasisPoints
                                unitPrice { amountMinor currencyCode } amount { amountMinor }
                                product { code name unitPrice { amountMinor } active category }
                              }
                            }
                          }
                        }
                        """,
                        Map.of("id", company.own.order()))
                .at("/node");
        assertThat(order.at("/state").asString()).isEqualTo("SHIPPED");
        assertThat(order.at("/requiredOn").asString()).isEqualTo("2026-03-01");
        assertThat(order.at("/shippedOn").isNull()).isTrue();
        assertThat(order.at("/total/amountMinor").asLong()).isEqualTo(120_050);
        assertThat(order.at("/freight/amountMinor").asInt(-1)).isZero();
        assertThat(order.at("/freight/currencyCode").asString()).isEqualTo("CNY");
        assertThat(order.at("/salesperson/name").asString()).isEqualTo("COLLEAGUE");
        assertThat(order.at("/customer/code").asString()).isEqualTo("OWN");
        assertThat(order.at("/lines").size()).isEqualTo(2);
        JsonNode half = order.at("/lines/1");
        assertThat(half.at("/lineNumber").asInt()).isEqualTo(2);
        assertThat(half.at("/quantity").asDouble()).isEqualTo(0.5);
        assertThat(half.at("/discountBasisPoints").asInt()).isEqualTo(2500);
        assertThat(half.at("/unitPrice/amountMinor").asInt()).isEqualTo(1000);
        assertThat(half.at("/unitPrice/currencyCode").asString()).isEqualTo("CNY");
        assertThat(half.at("/amount/amountMinor").asInt()).isEqualTo(375);
        assertThat(half.at("/product/name").asString()).isEqualTo("Tea");
        assertThat(half.at("/product/unitPrice").isNull()).isTrue();
    }
}
