package io.revisit.customer;

import graphql.schema.DataFetchingEnvironment;
import io.revisit.platform.mutation.MutationPayload;
import io.revisit.platform.mutation.Mutations;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The mutations of customers. */
@Controller
class CustomerController {
    private final Mutations mutations;
    private final CustomerService customers;

    CustomerController(Mutations mutations, CustomerService customers) {
        this.mutations = mutations;
        this.customers = customers;
    }

    @MutationMapping
    Mono<MutationPayload> updateCustomer(DataFetchingEnvironment environment) {
        return mutations.run(environment, customers::update);
    }
}
