package io.revisit.task;

import static io.revisit.platform.database.Statements.nullable;

import io.revisit.platform.database.Transaction;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** How tasks are written. */
@Repository
class TaskRepository {
    private static final String INSERT =
            """
            insert into visit_task (tenant_id, id, customer_id, assignee_id, kind, title, reason, priority, state,
                                    earliest_at, due_at, latest_at, origin, created_by)
            values ($1, $2, $3, $4, $5, $6, $7, $8, 'READY', $9, $10, $11, 'MANUAL', $12)
            on conflict (tenant_id, id) do nothing
            """;

    private static final String LOCK =
            """
            select customer_id, assignee_id, created_by, state, version, closed_at
            from visit_task where tenant_id = $1 and id = $2 for no key update
            """;

    private static final String ASSIGN = "update visit_task set assignee_id = $3 where tenant_id = $1 and id = $2";

    private static final String RESCHEDULE =
            "update visit_task set earliest_at = $3, due_at = $4, latest_at = $5 where tenant_id = $1 and id = $2";

    private static final String START =
            "update visit_task set state = 'IN_PROGRESS', started_at = $3 where tenant_id = $1 and id = $2";

    private static final String CLOSE =
            """
            update visit_task set state = $3, closed_at = $4, closing_note = $5
            where tenant_id = $1 and id = $2
            """;

    private static final String ZONE = "select zone from app_user where tenant_id = $1 and id = $2";

    /** False when the id is taken. */
    Mono<Boolean> insert(
            Transaction transaction,
            UUID id,
            UUID customerId,
            UUID assigneeId,
            TaskText text,
            TaskTimes times,
            UUID createdBy) {
        return transaction
                .update(
                        INSERT,
                        transaction.actor().tenantId(),
                        id,
                        customerId,
                        assigneeId,
                        text.kind(),
                        text.title(),
                        nullable(text.reason(), String.class),
                        text.priority(),
                        nullable(times.earliestAt(), OffsetDateTime.class),
                        times.dueAt(),
                        times.latestAt(),
                        createdBy)
                .map(inserted -> inserted == 1);
    }

    Mono<Task> lock(Transaction transaction, UUID id) {
        return transaction.queryOne(
                LOCK,
                row -> new Task(
                        id,
                        Objects.requireNonNull(row.get(0, UUID.class)),
                        Objects.requireNonNull(row.get(1, UUID.class)),
                        row.get(2, UUID.class),
                        Objects.requireNonNull(row.get(3, String.class)),
                        Objects.requireNonNull(row.get(4, Integer.class)),
                        row.get(5, OffsetDateTime.class)),
                transaction.actor().tenantId(),
                id);
    }

    Mono<Void> assign(Transaction transaction, UUID id, UUID assigneeId) {
        return transaction
                .update(ASSIGN, transaction.actor().tenantId(), id, assigneeId)
                .then();
    }

    Mono<Void> reschedule(Transaction transaction, UUID id, TaskTimes times) {
        return transaction
                .update(
                        RESCHEDULE,
                        transaction.actor().tenantId(),
                        id,
                        nullable(times.earliestAt(), OffsetDateTime.class),
                        times.dueAt(),
                        times.latestAt())
                .then();
    }

    Mono<Void> start(Transaction transaction, UUID id) {
        return transaction
                .update(START, transaction.actor().tenantId(), id, transaction.now())
                .then();
    }

    Mono<Void> close(Transaction transaction, UUID id, String state, @Nullable String note) {
        return transaction
                .update(
                        CLOSE,
                        transaction.actor().tenantId(),
                        id,
                        state,
                        transaction.now(),
                        nullable(note, String.class))
                .then();
    }

    Mono<ZoneId> zoneOf(Transaction transaction, UUID userId) {
        return transaction.queryOne(
                ZONE,
                row -> ZoneId.of(Objects.requireNonNull(row.get(0, String.class))),
                transaction.actor().tenantId(),
                userId);
    }
}
