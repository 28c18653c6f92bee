package io.revisit.customer;

import io.revisit.platform.sync.SyncedFeature;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Customers on phones: for whoever owns one, shares it, or has an open task or ticket for it, and for his supervisors. */
@Component
class CustomerSync implements SyncedFeature {
    @Override
    public String type() {
        return "Customer";
    }

    @Override
    public String table() {
        return "customer";
    }

    @Override
    public Map<String, String> expressions() {
        return Map.of(
                "addressStreet", "r.street",
                "addressCity", "r.city",
                "addressRegion", "r.region",
                "addressPostalCode", "r.postal_code",
                "addressCountryCode", "r.country_code");
    }
}
