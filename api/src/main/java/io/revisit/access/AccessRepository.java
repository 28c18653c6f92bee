package io.revisit.access;

import io.revisit.contract.ErrorCode;
import io.revisit.platform.database.Transaction;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.mutation.NewIds;
import io.revisit.platform.projection.QueryRepository;
import io.revisit.platform.projection.Row;
import io.revisit.platform.security.Role;
import io.revisit.platform.security.Viewer;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Asks, before something is changed, what {@link Visibility} says of it. */
@Repository
public class AccessRepository {
    private static final List<Field<String>> WORKING_ROLES = Arrays.stream(Role.values())
            .filter(Role::works)
            .<Field<String>>map(role -> DSL.inline(role.name()))
            .toList();

    private final QueryRepository queries;

    AccessRepository(QueryRepository queries) {
        this.queries = queries;
    }

    /** Refuses viewers who only read. */
    public Mono<Void> requireWorker(Viewer viewer) {
        return viewer.role().works() ? Mono.empty() : Mono.error(new ApiException(ErrorCode.FORBIDDEN));
    }

    /** Refuses ids of objects that the viewer may not see, nor could when he did what comes in only now, as if there were none. */
    public Mono<Void> requireVisible(Transaction transaction, Viewer viewer, String type, UUID id, String field) {
        return queries.sees(transaction, viewer, type, id)
                .flatMap(visible -> visible || transaction.admitsLate(id)
                        ? Mono.empty()
                        : Mono.error(ApiException.notFound(field)));
    }

    /** Refuses users whom the viewer may not give work to: those who have left or only read, and those not below him. */
    public Mono<Void> requireAssignable(Transaction transaction, Viewer viewer, UUID userId, String field) {
        return require(transaction, viewer, userId, field, "assignable", user -> works(user)
                .and(Visibility.isOneOfPeople(user, user.column("id"))));
    }

    /** Refuses users who have left or only read. */
    public Mono<Void> requireColleague(Transaction transaction, Viewer viewer, UUID userId, String field) {
        return require(transaction, viewer, userId, field, "colleague", AccessRepository::works);
    }

    /** Refuses work of others than the viewer's people. */
    public Mono<Void> requireOneOfPeople(Transaction transaction, Viewer viewer, UUID userId) {
        return allowIf(queries.matches(
                transaction,
                viewer,
                "User",
                userId,
                "people",
                user -> Visibility.isOneOfPeople(user, user.column("id"))));
    }

    /** Refuses those who do not direct this task: it must be work of their people. */
    public Mono<Void> requireDirects(Transaction transaction, Viewer viewer, UUID taskId) {
        return allowIf(directs(transaction, viewer, taskId));
    }

    public Mono<Boolean> directs(Transaction transaction, Viewer viewer, UUID taskId) {
        return viewer.role().directs()
                ? queries.matches(transaction, viewer, "Task", taskId, "directed", Visibility::taskOfPeople)
                : Mono.just(false);
    }

    /** Refuses those who do not decide about this customer: one of their people must look after it. */
    public Mono<Void> requireLeads(Transaction transaction, Viewer viewer, UUID customerId, String field) {
        return allowIf(
                        viewer.role().directs()
                                ? queries.matches(
                                        transaction,
                                        viewer,
                                        "Customer",
                                        customerId,
                                        "led",
                                        Visibility::customerOfPeople)
                                : Mono.just(false))
                .onErrorMap(ApiException.class, refusal -> ApiException.of(refusal.code(), field));
    }

    private static Mono<Void> allowIf(Mono<Boolean> allowed) {
        return allowed.flatMap(is -> is ? Mono.empty() : Mono.error(new ApiException(ErrorCode.FORBIDDEN)));
    }

    /** Refuses an id that the client chose for a new object if any object has it: ids are unique over all types. */
    public Mono<Void> requireUnused(Transaction transaction, Viewer viewer, @Nullable UUID chosenId) {
        return chosenId == null
                ? Mono.empty()
                : queries.isTaken(transaction, viewer, chosenId)
                        .flatMap(taken -> taken ? Mono.error(NewIds.taken()) : Mono.empty());
    }

    private Mono<Void> require(
            Transaction transaction,
            Viewer viewer,
            UUID userId,
            String field,
            String name,
            Function<Row, Condition> condition) {
        return queries.matches(transaction, viewer, "User", userId, name, condition)
                .flatMap(matches -> matches ? Mono.empty() : Mono.error(ApiException.invalid(field, "NOT_ASSIGNABLE")));
    }

    private static Condition works(Row user) {
        return user.column("active", Boolean.class)
                .isTrue()
                .and(user.column("role", String.class).in(WORKING_ROLES));
    }
}
