package io.revisit.task;

import graphql.schema.DataFetchingEnvironment;
import io.revisit.platform.mutation.MutationPayload;
import io.revisit.platform.mutation.Mutations;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The mutations of tasks. */
@Controller
class TaskController {
    private final Mutations mutations;
    private final TaskService tasks;

    TaskController(Mutations mutations, TaskService tasks) {
        this.mutations = mutations;
        this.tasks = tasks;
    }

    @MutationMapping
    Mono<MutationPayload> createTask(DataFetchingEnvironment environment) {
        return mutations.run(environment, tasks::create);
    }

    @MutationMapping
    Mono<MutationPayload> assignTask(DataFetchingEnvironment environment) {
        return mutations.run(environment, tasks::assign);
    }

    @MutationMapping
    Mono<MutationPayload> rescheduleTask(DataFetchingEnvironment environment) {
        return mutations.run(environment, tasks::reschedule);
    }

    @MutationMapping
    Mono<MutationPayload> startTask(DataFetchingEnvironment environment) {
        return mutations.run(environment, tasks::start);
    }

    @MutationMapping
    Mono<MutationPayload> completeTask(DataFetchingEnvironment environment) {
        return mutations.run(environment, tasks::complete);
    }

    @MutationMapping
    Mono<MutationPayload> excuseTask(DataFetchingEnvironment environment) {
        return mutations.run(environment, tasks::excuse);
    }

    @MutationMapping
    Mono<MutationPayload> cancelTask(DataFetchingEnvironment environment) {
        return mutations.run(environment, tasks::cancel);
    }
}
