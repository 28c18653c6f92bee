package io.revisit.task;

import io.revisit.access.AccessRepository;
import io.revisit.contract.ErrorCode;
import io.revisit.platform.database.Transaction;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.mutation.Input;
import io.revisit.platform.mutation.NewIds;
import io.revisit.platform.security.Viewer;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/** The rules of changing tasks: who may, and in which state. */
@Service
public class TaskService {
    private static final int LONGEST_NOTE = 2000;

    private final AccessRepository access;
    private final TaskRepository tasks;

    TaskService(AccessRepository access, TaskRepository tasks) {
        this.access = access;
        this.tasks = tasks;
    }

    Mono<UUID> create(Transaction transaction, Viewer viewer, Input input) {
        UUID id = NewIds.chosenOrNew(input, transaction.now());
        UUID customerId = input.id("customerId");
        UUID chosen = input.optionalId("assigneeId");
        UUID assigneeId = chosen == null ? viewer.userId() : chosen;
        TaskText text = TaskText.of(input);
        return access.requireWorker(viewer)
                .then(Mono.defer(
                        () -> access.requireVisible(transaction, viewer, "Customer", customerId, "customerId")))
                .then(Mono.defer(() -> requireMayAssign(transaction, viewer, assigneeId)))
                .then(Mono.defer(() -> access.requireUnused(transaction, viewer, input.optionalId("id"))))
                .then(Mono.defer(() -> tasks.zoneOf(transaction, assigneeId)))
                .map(zone -> TaskTimes.of(input, transaction.now(), zone))
                .flatMap(times -> tasks.insert(transaction, id, customerId, assigneeId, text, times, viewer.userId()))
                .flatMap(inserted -> inserted ? Mono.just(id) : Mono.error(NewIds.taken()));
    }

    Mono<UUID> assign(Transaction transaction, Viewer viewer, Input input) {
        UUID assigneeId = input.id("assigneeId");
        return directed(transaction, viewer, input).flatMap(task -> {
            task.requireVersion(input.optionalNumber("expectedVersion"));
            task.requireOpen();
            return access.requireAssignable(transaction, viewer, assigneeId, "assigneeId")
                    .then(Mono.defer(() -> tasks.assign(transaction, task.id(), assigneeId)))
                    .thenReturn(task.id());
        });
    }

    Mono<UUID> reschedule(Transaction transaction, Viewer viewer, Input input) {
        return ownOrDirected(transaction, viewer, input).flatMap(task -> {
            task.requireVersion(input.optionalNumber("expectedVersion"));
            task.requireOpen();
            return tasks.zoneOf(transaction, task.assigneeId())
                    .map(zone -> TaskTimes.of(input, transaction.now(), zone))
                    .flatMap(times -> tasks.reschedule(transaction, task.id(), times))
                    .thenReturn(task.id());
        });
    }

    Mono<UUID> start(Transaction transaction, Viewer viewer, Input input) {
        return visible(transaction, viewer, input).flatMap(task -> {
            if (!task.assigneeId().equals(viewer.userId())) {
                throw new ApiException(ErrorCode.FORBIDDEN);
            }
            if (!task.state().equals("READY")) {
                throw task.invalidState();
            }
            return tasks.start(transaction, task.id()).thenReturn(task.id());
        });
    }

    Mono<UUID> complete(Transaction transaction, Viewer viewer, Input input) {
        String note = input.optionalText("note", LONGEST_NOTE);
        return ownOrDirected(transaction, viewer, input).flatMap(task -> {
            task.requireWorkable();
            return tasks.close(transaction, task.id(), "DONE", note).thenReturn(task.id());
        });
    }

    Mono<UUID> excuse(Transaction transaction, Viewer viewer, Input input) {
        String reason = input.text("reason", LONGEST_NOTE);
        return directed(transaction, viewer, input).flatMap(task -> {
            task.requireOpen();
            return tasks.close(transaction, task.id(), "EXCUSED", reason).thenReturn(task.id());
        });
    }

    Mono<UUID> cancel(Transaction transaction, Viewer viewer, Input input) {
        String reason = input.text("reason", LONGEST_NOTE);
        return locked(transaction, viewer, input, task -> viewer.userId().equals(task.createdBy()))
                .flatMap(task -> {
                    task.requireOpen();
                    return tasks.close(transaction, task.id(), "CANCELLED", reason)
                            .thenReturn(task.id());
                });
    }

    /**
     * Closes the task if a visit has done its work. What happened is never refused because the task was closed or given
     * to somebody else meanwhile: such a task is left as it is. It must only be the customer's.
     */
    public Mono<Void> useForVisit(
            Transaction transaction, Viewer viewer, UUID taskId, UUID customerId, boolean completes) {
        return access.requireVisible(transaction, viewer, "Task", taskId, "taskId")
                .then(Mono.defer(() -> tasks.lock(transaction, taskId)))
                .flatMap(task -> {
                    if (!task.customerId().equals(customerId)) {
                        throw ApiException.invalid("taskId", "NOT_OF_CUSTOMER");
                    }
                    return !completes || !task.isWorkable()
                            ? Mono.empty()
                            : ownsOrDirects(transaction, viewer, task)
                                    .flatMap(
                                            may -> may ? tasks.close(transaction, taskId, "DONE", null) : Mono.empty());
                });
    }

    private Mono<Boolean> ownsOrDirects(Transaction transaction, Viewer viewer, Task task) {
        return task.assigneeId().equals(viewer.userId())
                ? Mono.just(true)
                : access.directs(transaction, viewer, task.id());
    }

    private Mono<Task> visible(Transaction transaction, Viewer viewer, Input input) {
        UUID id = input.id("id");
        return access.requireVisible(transaction, viewer, "Task", id, "id")
                .then(Mono.defer(() -> access.requireWorker(viewer)))
                .then(Mono.defer(() -> tasks.lock(transaction, id)));
    }

    /** The task, locked, for those whom it concerns in this way and for those who direct it. */
    private Mono<Task> locked(Transaction transaction, Viewer viewer, Input input, Predicate<Task> concerns) {
        return visible(transaction, viewer, input)
                .flatMap(task -> concerns.test(task)
                        ? Mono.just(task)
                        : access.requireDirects(transaction, viewer, task.id()).thenReturn(task));
    }

    private Mono<Task> directed(Transaction transaction, Viewer viewer, Input input) {
        return locked(transaction, viewer, input, task -> false);
    }

    private Mono<Task> ownOrDirected(Transaction transaction, Viewer viewer, Input input) {
        return locked(transaction, viewer, input, task -> task.assigneeId().equals(viewer.userId()));
    }

    /** Anybody who works may give a task to himself; to others only those who direct, and only to their people. */
    private Mono<Void> requireMayAssign(Transaction transaction, Viewer viewer, UUID assigneeId) {
        if (assigneeId.equals(viewer.userId())) {
            return Mono.empty();
        }
        return viewer.role().directs()
                ? access.requireAssignable(transaction, viewer, assigneeId, "assigneeId")
                : Mono.error(new ApiException(ErrorCode.FORBIDDEN));
    }
}
