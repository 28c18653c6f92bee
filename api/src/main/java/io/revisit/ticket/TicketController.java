package io.revisit.ticket;

import graphql.schema.DataFetchingEnvironment;
import io.revisit.platform.mutation.MutationPayload;
import io.revisit.platform.mutation.Mutations;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The mutations of tickets. */
@Controller
class TicketController {
    private final Mutations mutations;
    private final TicketService tickets;

    TicketController(Mutations mutations, TicketService tickets) {
        this.mutations = mutations;
        this.tickets = tickets;
    }

    @MutationMapping
    Mono<MutationPayload> openTicket(DataFetchingEnvironment environment) {
        return mutations.run(environment, tickets::open);
    }

    @MutationMapping
    Mono<MutationPayload> updateTicket(DataFetchingEnvironment environment) {
        return mutations.run(environment, tickets::update);
    }
}
