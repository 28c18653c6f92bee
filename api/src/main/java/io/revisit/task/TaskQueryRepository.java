package io.revisit.task;

import io.revisit.access.Visibility;
import io.revisit.platform.projection.Compilation;
import io.revisit.platform.projection.Connection;
import io.revisit.platform.projection.Filters;
import io.revisit.platform.projection.Ids;
import io.revisit.platform.projection.Json;
import io.revisit.platform.projection.Lane;
import io.revisit.platform.projection.Ordering;
import io.revisit.platform.projection.ProjectionSource;
import io.revisit.platform.projection.Projections;
import io.revisit.platform.projection.Row;
import io.revisit.platform.projection.Selected;
import io.revisit.platform.projection.SortKey;
import io.revisit.platform.projection.SqlType;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Repository;

/** How tasks are found and read. */
@Repository
class TaskQueryRepository implements ProjectionSource {
    private static final Ordering BY_DUE_DATE = Ordering.ascending("DUE_AT", SortKey.instant("due_at"));

    @Override
    public void define(Projections projections) {
        projections
                .type("Query")
                .field("task", (query, selected) -> {
                    Field<UUID> id = query.compilation()
                            .parameter(SqlType.ID, request -> Ids.parse(request.argument(selected, "id"), "id"));
                    return Json.one("Task", query, selected, task -> task.column("id")
                            .eq(id)
                            .and(Visibility.task(task)));
                })
                .connection("tasks", (query, selected) -> Connection.of(
                                "Task", anySelection -> BY_DUE_DATE, lanes(query.compilation(), selected))
                        .filtered(TaskQueryRepository::matching))
                .field("taskCounts", TaskQueryRepository::counts);
        projections.builtByParent("TaskCounts");
        projections
                .type("Task")
                .from("visit_task")
                .node(Visibility::task)
                .columns("id", "kind", "title", "reason", "priority", "state", "origin", "closing_note")
                .columns("earliest_at", "due_at", "latest_at", "created_at", "started_at", "closed_at", "version")
                .field("bucket", (task, selected) -> TaskBucket.of(task))
                .one("customer", "Customer", (task, customer) -> customer.column("id")
                        .eq(task.column("customer_id"))
                        .and(Visibility.customer(customer)))
                .reference("assignee", "User", "assignee_id")
                .reference("createdBy", "User", "created_by");
        projections.type("Customer").connection("tasks", customer -> Connection.of(
                        "Task", BY_DUE_DATE, task -> task.column("customer_id").eq(customer.column("id")))
                .filtered(TaskQueryRepository::matching));
    }

    private static List<Lane> lanes(Compilation compilation, Selected selected) {
        return "MINE".equals(selected.argument("scope"))
                ? List.of(Lane.where(task -> task.column("assignee_id").eq(compilation.viewerId())))
                : Visibility.taskLanes(compilation);
    }

    private static Condition matching(Row task, Selected selected) {
        Filters filters = Filters.of(task, selected)
                .texts("states", "state")
                .texts("kinds", "kind")
                .texts("priorities", "priority")
                .ids("assigneeIds", "assignee_id");
        if (filters.given("buckets")) {
            filters.and(DSL.or(filters.enums("buckets").stream()
                    .map(bucket -> TaskBucket.valueOf(bucket).contains(task))
                    .toList()));
        }
        if (filters.given("buckets") || !filters.given("states")) {
            filters.and(task.column("closed_at").isNull());
        }
        return filters.all();
    }

    /** All buckets in one pass over the open tasks. */
    private static Field<?> counts(Row query, Selected selected) {
        Compilation compilation = query.compilation();
        Row task = compilation.row();
        Condition whose =
                switch (String.valueOf(selected.argument("scope"))) {
                    case "MINE" -> task.column("assignee_id").eq(compilation.viewerId());
                    default -> Visibility.isOneOfPeople(task, task.column("assignee_id"));
                };
        Field<?> counts = Json.object(selected, child -> DSL.count()
                .filterWhere(TaskBucket.valueOf(child.name().toUpperCase(Locale.ROOT))
                        .contains(task)));
        return DSL.field(DSL.select(counts)
                .from(Compilation.table("visit_task", task))
                .where(task.column("tenant_id").eq(compilation.tenantId()))
                .and(task.column("closed_at").isNull())
                .and(whose));
    }
}
