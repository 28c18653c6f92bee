package io.revisit.task;

import io.revisit.platform.database.Transaction;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.mutation.Input;
import io.revisit.platform.security.Viewer;
import io.revisit.sync.change.Change;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes the steps that a task's new values amount to: gives it to somebody, moves it, starts or closes it. */
@Component
class TaskSteps {
    private static final List<String> TIMES = List.of("earliestAt", "dueAt", "latestAt");

    private final TaskService tasks;

    TaskSteps(TaskService tasks) {
        this.tasks = tasks;
    }

    Mono<Void> take(Transaction transaction, Viewer viewer, Change change) {
        return assign(transaction, viewer, change)
                .then(Mono.defer(() -> reschedule(transaction, viewer, change)))
                .then(Mono.defer(() -> moveOn(transaction, viewer, change)))
                .then();
    }

    private Mono<UUID> assign(Transaction transaction, Viewer viewer, Change change) {
        return change.has("assigneeId") ? tasks.assign(transaction, viewer, Input.of(change.input())) : Mono.empty();
    }

    /** Times are set as a whole. Without a latest one of its own, a new due time brings a new latest one. */
    private Mono<UUID> reschedule(Transaction transaction, Viewer viewer, Change change) {
        if (TIMES.stream().noneMatch(change::has)) {
            return Mono.empty();
        }
        Map<String, @Nullable Object> input = new LinkedHashMap<>();
        input.put("id", change.recordId().toString());
        input.put("earliestAt", change.outcome("earliestAt"));
        input.put("dueAt", change.outcome("dueAt"));
        if (change.has("latestAt") || !change.has("dueAt")) {
            input.put("latestAt", change.outcome("latestAt"));
        }
        return tasks.reschedule(transaction, viewer, Input.of(input));
    }

    private Mono<UUID> moveOn(Transaction transaction, Viewer viewer, Change change) {
        if (!change.has("state")) {
            return change.has("closingNote")
                    ? Mono.error(ApiException.invalid("closingNote", "NOT_CLOSING"))
                    : Mono.empty();
        }
        Object note = change.fields().get("closingNote");
        Input input = Input.of(change.input("note", note, "reason", note));
        return switch (String.valueOf(change.fields().get("state"))) {
            case "IN_PROGRESS" -> tasks.start(transaction, viewer, input);
            case "DONE" -> tasks.complete(transaction, viewer, input);
            case "EXCUSED" ->
                Mono.defer(() -> tasks.excuse(transaction, viewer, input))
                        .onErrorMap(ApiException.class, TaskSteps::ofNote);
            case "CANCELLED" ->
                Mono.defer(() -> tasks.cancel(transaction, viewer, input))
                        .onErrorMap(ApiException.class, TaskSteps::ofNote);
            default -> Mono.error(ApiException.invalid("state", "NOT_A_STEP"));
        };
    }

    /** Phones know the reason by the name of the field that keeps it. */
    private static ApiException ofNote(ApiException refusal) {
        return refusal.field().equals(List.of("reason"))
                ? new ApiException(refusal.code(), List.of("closingNote"), refusal.details())
                : refusal;
    }
}
