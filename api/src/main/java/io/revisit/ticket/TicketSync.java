package io.revisit.ticket;

import io.revisit.platform.database.Transaction;
import io.revisit.platform.mutation.Input;
import io.revisit.platform.security.Viewer;
import io.revisit.platform.sync.SyncedFeature;
import io.revisit.sync.change.Change;
import io.revisit.sync.collection.Accepts;
import io.revisit.sync.collection.Operation;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tickets on phones: for whoever has their customer. */
@Component
class TicketSync implements SyncedFeature {
    private final TicketService tickets;

    TicketSync(TicketService tickets) {
        this.tickets = tickets;
    }

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

    @Override
    public Accepts accepts() {
        return Accepts.creation("customerId", "kind", "subject", "description", "priority", "assigneeId", "orderId")
                .andChanges("subject", "description", "priority", "assigneeId", "state", "resolution")
                .together("state", "resolution");
    }

    @Override
    public Mono<Void> apply(Transaction transaction, Viewer viewer, Change change) {
        if (change.operation() == Operation.CREATE) {
            Map<String, @Nullable Object> input = change.input();
            input.putIfAbsent("priority", "NORMAL");
            return tickets.open(transaction, viewer, Input.of(input)).then();
        }
        Input input = Input.of(change.input("expectedVersion", change.current().get("version")));
        return tickets.update(transaction, viewer, input).then();
    }
}
