package io.revisit.visit;

import io.revisit.access.AccessRepository;
import io.revisit.contract.ErrorCode;
import io.revisit.platform.database.Transaction;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.mutation.Input;
import io.revisit.platform.mutation.NewIds;
import io.revisit.platform.security.Viewer;
import io.revisit.task.TaskService;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/** The rules of recording visits and correcting them. */
@Service
class VisitService {
    private static final int MOST_TOPICS = 20;
    private static final int LONGEST_TOPIC = 500;
    private static final int MOST_RESOLVED = 50;
    private static final int LONGEST_REASON = 2000;

    private final AccessRepository access;
    private final TaskService tasks;
    private final VisitRepository visits;

    VisitService(AccessRepository access, TaskService tasks, VisitRepository visits) {
        this.access = access;
        this.tasks = tasks;
        this.visits = visits;
    }

    Mono<UUID> record(Transaction transaction, Viewer viewer, Input input) {
        UUID id = NewIds.chosenOrNew(input, transaction.now());
        UUID customerId = input.id("customerId");
        UUID taskId = input.optionalId("taskId");
        VisitReport report = VisitReport.of(input);
        VisitFacts facts = VisitFacts.of(input, transaction.now());
        if (!report.reachedCustomer()) {
            for (String field : List.of("csat", "nps", "topics")) {
                if (input.isGiven(field)) {
                    throw input.refuse(field, "NOT_REACHED");
                }
            }
        }
        boolean completes = input.flag("completesTask") && report.reachedCustomer();
        return access.requireWorker(viewer)
                .then(Mono.defer(
                        () -> access.requireVisible(transaction, viewer, "Customer", customerId, "customerId")))
                .then(Mono.defer(() -> access.requireUnused(transaction, viewer, input.optionalId("id"))))
                .then(Mono.defer(() -> taskId == null
                        ? Mono.<Void>empty()
                        : tasks.useForVisit(transaction, viewer, taskId, customerId, completes)))
                .then(Mono.defer(
                        () -> visits.insert(transaction, id, customerId, taskId, viewer.userId(), report, facts)))
                .flatMap(inserted -> inserted
                        ? addDetails(transaction, id, customerId, input, facts)
                        : Mono.<Void>error(NewIds.taken()))
                .thenReturn(id);
    }

    private Mono<Void> addDetails(Transaction transaction, UUID id, UUID customerId, Input input, VisitFacts facts) {
        OffsetDateTime at = facts.startedAt();
        List<String> topics = input.texts("topics", MOST_TOPICS, LONGEST_TOPIC);
        List<UUID> resolved = input.ids("resolvedTopicIds", MOST_RESOLVED);
        return visits.insertTopics(transaction, id, customerId, topics, at)
                .then(Mono.defer(() -> visits.insertScore(transaction, id, customerId, "CSAT", facts.csat(), at)))
                .then(Mono.defer(() -> visits.insertScore(transaction, id, customerId, "NPS", facts.nps(), at)))
                .then(Mono.defer(() -> visits.resolveTopics(transaction, customerId, resolved)))
                .flatMap(found -> found == Set.copyOf(resolved).size()
                        ? Mono.empty()
                        : Mono.error(ApiException.notFound("resolvedTopicIds")));
    }

    Mono<UUID> revise(Transaction transaction, Viewer viewer, Input input) {
        UUID id = input.id("id");
        int expected = input.number("expectedRevision");
        String reason = input.text("reason", LONGEST_REASON);
        @Nullable String outcome = input.has("outcome") ? input.choice("outcome") : null;
        boolean summaryGiven = input.has("summary");
        @Nullable String summary = input.optionalText("summary", VisitReport.LONGEST_SUMMARY);
        @Nullable String answers = input.has("answers") ? input.json("answers", VisitReport.MOST_ANSWER_BYTES) : null;
        if (outcome == null && !summaryGiven && answers == null) {
            throw input.refuse("outcome", "REQUIRED");
        }
        return access.requireVisible(transaction, viewer, "Visit", id, "id")
                .then(Mono.defer(() -> access.requireWorker(viewer)))
                .then(Mono.defer(() -> visits.lock(transaction, id)))
                .flatMap(visit -> requireMayRevise(transaction, viewer, visit).thenReturn(visit))
                .flatMap(visit -> {
                    if (visit.revision() != expected) {
                        throw new ApiException(ErrorCode.CONFLICT, Map.of("revision", visit.revision()));
                    }
                    return visits.revise(transaction, id, outcome, summaryGiven, summary, answers, reason);
                })
                .thenReturn(id);
    }

    private Mono<Void> requireMayRevise(Transaction transaction, Viewer viewer, Visit visit) {
        if (visit.visitorId().equals(viewer.userId())) {
            return Mono.empty();
        }
        return viewer.role().directs()
                ? access.requireOneOfPeople(transaction, viewer, visit.visitorId())
                : Mono.error(new ApiException(ErrorCode.FORBIDDEN));
    }
}
