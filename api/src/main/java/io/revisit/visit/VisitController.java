package io.revisit.visit;

import graphql.schema.DataFetchingEnvironment;
import io.revisit.platform.mutation.MutationPayload;
import io.revisit.platform.mutation.Mutations;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The mutations of visits. */
@Controller
class VisitController {
    private final Mutations mutations;
    private final VisitService visits;

    VisitController(Mutations mutations, VisitService visits) {
        this.mutations = mutations;
        this.visits = visits;
    }

    @MutationMapping
    Mono<MutationPayload> recordVisit(DataFetchingEnvironment environment) {
        return mutations.run(environment, visits::record);
    }

    @MutationMapping
    Mono<MutationPayload> reviseVisit(DataFetchingEnvironment environment) {
        return mutations.run(environment, visits::revise);
    }
}
