package io.revisit.issue;

import graphql.schema.DataFetchingEnvironment;
import io.revisit.platform.mutation.MutationPayload;
import io.revisit.platform.mutation.Mutations;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The mutations of issues. */
@Controller
class SyncIssueController {
    private final Mutations mutations;
    private final SyncIssueService issues;

    SyncIssueController(Mutations mutations, SyncIssueService issues) {
        this.mutations = mutations;
        this.issues = issues;
    }

    @MutationMapping
    Mono<MutationPayload> resolveSyncIssue(DataFetchingEnvironment environment) {
        return mutations.run(environment, issues::resolve);
    }

    @MutationMapping
    Mono<MutationPayload> restoreSyncIssue(DataFetchingEnvironment environment) {
        return mutations.run(environment, issues::restore);
    }
}
