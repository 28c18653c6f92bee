package io.revisit.ticket;

import io.revisit.access.AccessRepository;
import io.revisit.platform.database.Transaction;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.mutation.Input;
import io.revisit.platform.mutation.NewIds;
import io.revisit.platform.security.Viewer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The rules of opening tickets and moving them on. */
@Service
class TicketService {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AccessRepository access;
    private final TicketRepository tickets;

    TicketService(AccessRepository access, TicketRepository tickets) {
        this.access = access;
        this.tickets = tickets;
    }

    Mono<UUID> open(Transaction transaction, Viewer viewer, Input input) {
        UUID id = NewIds.chosenOrNew(input, transaction.now());
        UUID customerId = input.id("customerId");
        UUID assigneeId = input.optionalId("assigneeId");
        UUID orderId = input.optionalId("orderId");
        NewTicket ticket = NewTicket.of(input);
        return access.requireWorker(viewer)
                .then(Mono.defer(
                        () -> access.requireVisible(transaction, viewer, "Customer", customerId, "customerId")))
                .then(Mono.defer(() -> requireColleague(transaction, viewer, assigneeId)))
                .then(Mono.defer(() -> requireOrderOf(transaction, orderId, customerId)))
                .then(Mono.defer(() -> access.requireUnused(transaction, viewer, input.optionalId("id"))))
                .then(Mono.defer(() ->
                        tickets.insert(transaction, id, customerId, ticket, viewer.userId(), assigneeId, orderId)))
                .flatMap(inserted -> inserted ? Mono.just(id) : Mono.error(NewIds.taken()));
    }

    Mono<UUID> update(Transaction transaction, Viewer viewer, Input input) {
        UUID id = input.id("id");
        int expected = input.number("expectedVersion");
        return access.requireVisible(transaction, viewer, "Ticket", id, "id")
                .then(Mono.defer(() -> access.requireWorker(viewer)))
                .then(Mono.defer(() -> requireColleague(transaction, viewer, input.optionalId("assigneeId"))))
                .then(Mono.defer(() -> tickets.lock(transaction, id)))
                .flatMap(ticket -> {
                    ticket.requireVersion(expected);
                    ticket.requireNotClosed();
                    return tickets.update(transaction, id, patch(ticket, input));
                })
                .thenReturn(id);
    }

    private static String patch(Ticket ticket, Input input) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        if (input.has("subject")) {
            columns.put("subject", input.text("subject", NewTicket.LONGEST_SUBJECT));
        }
        if (input.has("description")) {
            columns.put("description", input.optionalText("description", NewTicket.LONGEST_TEXT));
        }
        if (input.has("priority")) {
            columns.put("priority", input.choice("priority"));
        }
        if (input.has("assigneeId")) {
            columns.put("assignee_id", input.optionalId("assigneeId"));
        }
        if (input.has("resolution")) {
            columns.put("resolution", input.text("resolution", NewTicket.LONGEST_TEXT));
        }
        String state = input.has("state") ? input.choice("state") : ticket.state();
        columns.put("state", state);
        boolean settled = state.equals("RESOLVED") || state.equals("CLOSED");
        if (settled && !input.has("resolution") && ticket.resolution() == null) {
            throw input.refuse("resolution", "REQUIRED");
        }
        if (input.has("resolution") && !settled) {
            throw input.refuse("resolution", "NOT_SETTLED");
        }
        return JSON.writeValueAsString(columns);
    }

    /** Tickets may go to anybody who works: service sits in another unit than sales. */
    private Mono<Void> requireColleague(Transaction transaction, Viewer viewer, @Nullable UUID userId) {
        return userId == null ? Mono.empty() : access.requireColleague(transaction, viewer, userId, "assigneeId");
    }

    private Mono<Void> requireOrderOf(Transaction transaction, @Nullable UUID orderId, UUID customerId) {
        return orderId == null
                ? Mono.empty()
                : tickets.isOrderOfCustomer(transaction, orderId, customerId)
                        .flatMap(is -> is ? Mono.empty() : Mono.error(ApiException.notFound("orderId")));
    }
}
