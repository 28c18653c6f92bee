package io.revisit.visit;

import io.revisit.access.Visibility;
import io.revisit.platform.projection.Compilation;
import io.revisit.platform.projection.Connection;
import io.revisit.platform.projection.Json;
import io.revisit.platform.projection.Ordering;
import io.revisit.platform.projection.ProjectionSource;
import io.revisit.platform.projection.Projections;
import io.revisit.platform.projection.Row;
import io.revisit.platform.projection.Selected;
import io.revisit.platform.projection.SortKey;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Repository;

/** How visits are read. */
@Repository
class VisitQueryRepository implements ProjectionSource {
    private static final int MOST_TOPICS = 50;
    private static final int MOST_VISITS_OF_TASK = 20;
    private static final int MOST_REVISIONS = 100;
    private static final Ordering LATEST_FIRST = Ordering.descending("STARTED_AT", SortKey.instant("started_at"));
    private static final Ordering AS_RAISED = Ordering.ascending("RAISED_AT", SortKey.instant("raised_at"));
    private static final Ordering LAST_REVISION_FIRST =
            new Ordering("REVISION", List.of(SortKey.number("revision")), true);

    @Override
    public void define(Projections projections) {
        projections
                .type("Visit")
                .from("visit")
                .node(visit -> visit.column("deleted_at").isNull().and(Visibility.ofCustomer(visit)))
                .columns("id", "channel", "outcome", "summary", "answers", "started_at", "ended_at", "revision", "late")
                .column("deviceTime", "device_time")
                .column("sentAt", "sent_time")
                .column("receivedAt", "received_time")
                .reference("customer", "Customer", "customer_id")
                .reference("task", "Task", "task_id")
                .reference("visitor", "User", "visitor_id")
                .field("location", VisitQueryRepository::location)
                .field("csat", (visit, selected) -> score(visit, "CSAT"))
                .field("nps", (visit, selected) -> score(visit, "NPS"))
                .list("topics", "VisitTopic", AS_RAISED, MOST_TOPICS, (visit, topic) -> topic.column("visit_id")
                        .eq(visit.column("id")))
                .list(
                        "revisions",
                        "VisitRevision",
                        LAST_REVISION_FIRST,
                        MOST_REVISIONS,
                        (visit, revision) -> revision.column("visit_id").eq(visit.column("id")));
        projections.type("Location").columns("latitude", "longitude", "accuracy_meters", "fixed_at");
        projections.type("VisitTopic").from("visit_topic").columns("id", "text", "raised_at", "resolved_at");
        projections
                .type("VisitRevision")
                .from("visit_revision")
                .node(Visibility::ofCustomer)
                .columns("id", "revision", "reason", "outcome", "summary", "answers", "recorded_at")
                .reference("visit", "Visit", "visit_id")
                .reference("customer", "Customer", "customer_id")
                .reference("author", "User", "author_id");
        projections
                .type("Customer")
                .connection(
                        "visits",
                        customer -> Connection.of("Visit", LATEST_FIRST, visit -> ofCustomer(customer, visit)))
                .first("lastVisit", "Visit", LATEST_FIRST, VisitQueryRepository::ofCustomer);
        projections
                .type("Task")
                .list("visits", "Visit", LATEST_FIRST, MOST_VISITS_OF_TASK, (task, visit) -> visit.column("task_id")
                        .eq(task.column("id"))
                        .and(visit.column("deleted_at").isNull())
                        .and(Visibility.ofCustomer(visit)));
    }

    private static Condition ofCustomer(Row customer, Row visit) {
        return visit.column("customer_id")
                .eq(customer.column("id"))
                .and(visit.column("deleted_at").isNull());
    }

    private static Field<?> location(Row visit, Selected selected) {
        return DSL.case_().when(visit.column("latitude").isNotNull(), Json.object("Location", visit, selected));
    }

    private static Field<?> score(Row visit, String metric) {
        Row answer = visit.compilation().row();
        return DSL.field(DSL.select(DSL.max(answer.column("score")))
                .from(Compilation.table("survey_answer", answer))
                .where(answer.column("tenant_id").eq(visit.compilation().tenantId()))
                .and(answer.column("visit_id").eq(visit.column("id")))
                .and(answer.column("metric", String.class).eq(DSL.inline(metric))));
    }
}
