package io.revisit.attachment;

import graphql.schema.DataFetchingEnvironment;
import io.revisit.platform.mutation.MutationPayload;
import io.revisit.platform.mutation.Mutations;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The mutations of attachments. */
@Controller
class AttachmentController {
    private final Mutations mutations;
    private final AttachmentService attachments;

    AttachmentController(Mutations mutations, AttachmentService attachments) {
        this.mutations = mutations;
        this.attachments = attachments;
    }

    @MutationMapping
    Mono<MutationPayload> addAttachment(DataFetchingEnvironment environment) {
        return mutations.run(environment, attachments::add);
    }

    @MutationMapping
    Mono<MutationPayload> removeAttachment(DataFetchingEnvironment environment) {
        return mutations.run(environment, attachments::remove);
    }
}
