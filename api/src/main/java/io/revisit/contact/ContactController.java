package io.revisit.contact;

import graphql.schema.DataFetchingEnvironment;
import io.revisit.platform.mutation.MutationPayload;
import io.revisit.platform.mutation.Mutations;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The mutations of contacts. */
@Controller
class ContactController {
    private final Mutations mutations;
    private final ContactService contacts;

    ContactController(Mutations mutations, ContactService contacts) {
        this.mutations = mutations;
        this.contacts = contacts;
    }

    @MutationMapping
    Mono<MutationPayload> createContact(DataFetchingEnvironment environment) {
        return mutations.run(environment, contacts::create);
    }

    @MutationMapping
    Mono<MutationPayload> updateContact(DataFetchingEnvironment environment) {
        return mutations.run(environment, contacts::update);
    }

    @MutationMapping
    Mono<MutationPayload> deleteContact(DataFetchingEnvironment environment) {
        return mutations.run(environment, contacts::delete);
    }

    /** What is gone cannot be read anew: its id alone tells a client what to forget. */
    @SchemaMapping(typeName = "DeleteContactPayload")
    @Nullable
    UUID deletedContactId(MutationPayload payload) {
        return payload.objectId();
    }
}
