package io.revisit.customer;

import io.revisit.platform.database.Transaction;
import io.revisit.platform.mutation.Input;
import io.revisit.platform.security.Viewer;
import io.revisit.platform.sync.SyncedFeature;
import io.revisit.sync.change.Change;
import io.revisit.sync.collection.Accepts;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Customers on phones: for whoever owns one, shares it, or has an open task or ticket for it, and for his supervisors. */
@Component
class CustomerSync implements SyncedFeature {
    private final CustomerService customers;

    CustomerSync(CustomerService customers) {
        this.customers = customers;
    }

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

    @Override
    public Accepts accepts() {
        return Accepts.changes(
                "name",
                "tier",
                "segment",
                "industry",
                "phone",
                "email",
                "addressStreet",
                "addressCity",
                "addressRegion",
                "addressPostalCode",
                "addressCountryCode",
                "zone",
                "ownerId",
                "tags",
                "interests",
                "attributes");
    }

    @Override
    public Mono<Void> apply(Transaction transaction, Viewer viewer, Change change) {
        Map<String, @Nullable Object> input =
                change.input("expectedVersion", change.current().get("version"));
        if (change.fields().keySet().stream().anyMatch(field -> field.startsWith("address"))) {
            input.put("address", address(change));
        }
        return customers.update(transaction, viewer, Input.of(input)).then();
    }

    /** An address is set as a whole. */
    private static Map<String, @Nullable Object> address(Change change) {
        Map<String, @Nullable Object> address = new LinkedHashMap<>();
        address.put("street", change.outcome("addressStreet"));
        address.put("city", change.outcome("addressCity"));
        address.put("region", change.outcome("addressRegion"));
        address.put("postalCode", change.outcome("addressPostalCode"));
        address.put("countryCode", change.outcome("addressCountryCode"));
        return address;
    }
}
