package io.revisit.visit;

import static io.revisit.platform.database.Statements.nullable;

import io.revisit.platform.database.Transaction;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** How visits are written; their revisions are kept by the database. */
@Repository
class VisitRepository {
    private static final String INSERT =
            """
            insert into visit (tenant_id, id, customer_id, task_id, visitor_id, channel, outcome, summary, answers,
                               started_at, ended_at, latitude, longitude, accuracy_meters, fixed_at, device_time, sent_time,
                               late)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11, $12, $13, $14, $15, $16, $17, $18)
            on conflict (tenant_id, id) do nothing
            """;

    private static final String INSERT_TOPICS =
            """
            insert into visit_topic (tenant_id, visit_id, customer_id, text, raised_at)
            select $1, $2, $3, topic.text, $5 + topic.place * interval '1 microsecond'
            from unnest($4::text[]) with ordinality as topic (text, place)
            """;

    private static final String RESOLVE_TOPICS =
            """
            update visit_topic set resolved_at = coalesce(resolved_at, $4)
            where tenant_id = $1 and customer_id = $2 and id = any($3)
            """;

    private static final String INSERT_SCORE =
            """
            insert into survey_answer (tenant_id, customer_id, visit_id, metric, score, answered_at)
            values ($1, $2, $3, $4, $5, $6)
            """;

    private static final String LOCK =
            """
            select visitor_id, revision from visit
            where tenant_id = $1 and id = $2 and deleted_at is null for no key update
            """;

    private static final String REVISE =
            """
            update visit set outcome = coalesce($3, outcome),
                             summary = case when $4 then $5 else summary end,
                             answers = coalesce($6::jsonb, answers),
                             revision_reason = $7
            where tenant_id = $1 and id = $2
            """;

    /** False when the id is taken. */
    Mono<Boolean> insert(
            Transaction transaction,
            UUID id,
            UUID customerId,
            @Nullable UUID taskId,
            UUID visitorId,
            VisitReport report,
            VisitFacts facts) {
        return transaction
                .update(
                        INSERT,
                        transaction.actor().tenantId(),
                        id,
                        customerId,
                        nullable(taskId, UUID.class),
                        visitorId,
                        report.channel(),
                        report.outcome(),
                        nullable(report.summary(), String.class),
                        report.answers(),
                        facts.startedAt(),
                        nullable(facts.endedAt(), OffsetDateTime.class),
                        nullable(facts.latitude(), Double.class),
                        nullable(facts.longitude(), Double.class),
                        nullable(facts.accuracyMeters(), Double.class),
                        nullable(facts.fixedAt(), OffsetDateTime.class),
                        nullable(facts.deviceTime(), OffsetDateTime.class),
                        nullable(facts.sentAt(), OffsetDateTime.class),
                        transaction.isLate())
                .map(inserted -> inserted == 1);
    }

    Mono<Void> insertTopics(
            Transaction transaction, UUID id, UUID customerId, List<String> topics, OffsetDateTime raisedAt) {
        return topics.isEmpty()
                ? Mono.empty()
                : transaction
                        .update(
                                INSERT_TOPICS,
                                transaction.actor().tenantId(),
                                id,
                                customerId,
                                topics.toArray(String[]::new),
                                raisedAt)
                        .then();
    }

    /** How many of the topics are the customer's; those are now settled. */
    Mono<Long> resolveTopics(Transaction transaction, UUID customerId, List<UUID> topicIds) {
        return topicIds.isEmpty()
                ? Mono.just(0L)
                : transaction.update(
                        RESOLVE_TOPICS,
                        transaction.actor().tenantId(),
                        customerId,
                        topicIds.toArray(UUID[]::new),
                        transaction.now());
    }

    Mono<Void> insertScore(
            Transaction transaction,
            UUID id,
            UUID customerId,
            String metric,
            @Nullable Integer score,
            OffsetDateTime answeredAt) {
        return score == null
                ? Mono.empty()
                : transaction
                        .update(INSERT_SCORE, transaction.actor().tenantId(), customerId, id, metric, score, answeredAt)
                        .then();
    }

    Mono<Visit> lock(Transaction transaction, UUID id) {
        return transaction.queryOne(
                LOCK,
                row -> new Visit(
                        id,
                        Objects.requireNonNull(row.get(0, UUID.class)),
                        Objects.requireNonNull(row.get(1, Integer.class))),
                transaction.actor().tenantId(),
                id);
    }

    Mono<Void> revise(
            Transaction transaction,
            UUID id,
            @Nullable String outcome,
            boolean summaryGiven,
            @Nullable String summary,
            @Nullable String answers,
            String reason) {
        return transaction
                .update(
                        REVISE,
                        transaction.actor().tenantId(),
                        id,
                        nullable(outcome, String.class),
                        summaryGiven,
                        nullable(summary, String.class),
                        nullable(answers, String.class),
                        reason)
                .then();
    }
}
