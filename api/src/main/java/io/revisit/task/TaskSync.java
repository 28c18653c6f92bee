package io.revisit.task;

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

/** Tasks on phones: for whoever has their customer, for the assignee and for his supervisors. */
@Component
class TaskSync implements SyncedFeature {
    private final TaskService tasks;
    private final TaskSteps steps;

    TaskSync(TaskService tasks, TaskSteps steps) {
        this.tasks = tasks;
        this.steps = steps;
    }

    @Override
    public String type() {
        return "Task";
    }

    @Override
    public String table() {
        return "visit_task";
    }

    @Override
    public Map<String, String> expressions() {
        return Map.of("createdById", "r.created_by");
    }

    @Override
    public Accepts accepts() {
        return Accepts.creation(
                        "customerId",
                        "assigneeId",
                        "kind",
                        "title",
                        "reason",
                        "priority",
                        "earliestAt",
                        "dueAt",
                        "latestAt")
                .andChanges("assigneeId", "earliestAt", "dueAt", "latestAt", "state", "closingNote")
                .together("earliestAt", "dueAt", "latestAt")
                .together("state", "closingNote");
    }

    @Override
    public Mono<Void> apply(Transaction transaction, Viewer viewer, Change change) {
        if (change.operation() == Operation.CREATE) {
            Map<String, @Nullable Object> input = change.input();
            input.putIfAbsent("kind", "FOLLOW_UP");
            input.putIfAbsent("priority", "NORMAL");
            return tasks.create(transaction, viewer, Input.of(input)).then();
        }
        return steps.take(transaction, viewer, change);
    }
}
