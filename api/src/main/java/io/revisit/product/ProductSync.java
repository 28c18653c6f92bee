package io.revisit.product;

import io.revisit.platform.sync.SyncedFeature;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Products on phones: for everybody of the company. */
@Component
class ProductSync implements SyncedFeature {
    @Override
    public String type() {
        return "Product";
    }

    @Override
    public String table() {
        return "product";
    }

    @Override
    public Map<String, String> expressions() {
        return Map.of(
                "unitPriceAmountMinor", "r.unit_amount_minor",
                "unitPriceCurrency", "case when r.unit_amount_minor is not null then r.currency end");
    }
}
