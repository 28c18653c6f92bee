package io.revisit.ticket;

import io.revisit.platform.sync.SyncedFeature;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Tickets on phones: for whoever has their customer. */
@Component
class TicketSync implements SyncedFeature {
    @Override
    public String type() {
        return "Ticket";
    }

    @Override
    public String table() {
        return "service_ticket";
    }

    @Override
    public Map<String, String> expressions() {
        return Map.of("openedById", "r.opened_by");
    }
}
