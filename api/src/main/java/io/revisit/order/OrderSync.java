package io.revisit.order;

import io.revisit.platform.sync.SyncedFeature;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Orders on phones: for whoever has their customer. */
@Component
class OrderSync implements SyncedFeature {
    @Override
    public String type() {
        return "Order";
    }

    @Override
    public String table() {
        return "customer_order";
    }

    @Override
    public Map<String, String> expressions() {
        return Map.of(
                "totalCurrency", "r.currency",
                "freightCurrency", "case when r.freight_amount_minor is not null then r.currency end");
    }
}
