package io.revisit.agreement;

import io.revisit.platform.sync.SyncedFeature;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Contracts on phones: for whoever has their customer. */
@Component
class ContractSync implements SyncedFeature {
    @Override
    public String type() {
        return "Contract";
    }

    @Override
    public String table() {
        return "contract";
    }

    @Override
    public Map<String, String> expressions() {
        return Map.of(
                "amountAmountMinor", "r.amount_minor",
                "amountCurrency", "r.currency");
    }
}
