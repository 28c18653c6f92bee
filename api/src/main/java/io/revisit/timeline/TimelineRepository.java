package io.revisit.timeline;

import io.revisit.access.Visibility;
import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.projection.Connection;
import io.revisit.platform.projection.Filters;
import io.revisit.platform.projection.Ids;
import io.revisit.platform.projection.Ordering;
import io.revisit.platform.projection.ProjectionSource;
import io.revisit.platform.projection.Projections;
import io.revisit.platform.projection.SortKey;
import io.revisit.platform.projection.SqlType;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Repository;

/** How the timeline and the audit are read; both are written by the database's triggers. */
@Repository
class TimelineRepository implements ProjectionSource {
    private static final Ordering LATEST_FIRST = Ordering.descending("OCCURRED_AT", SortKey.instant("occurred_at"));
    private static final Ordering LAST_RECORDED_FIRST =
            Ordering.descending("RECORDED_AT", SortKey.instant("recorded_at"));

    @Override
    public void define(Projections projections) {
        projections
                .type("TimelineEntry")
                .from("interaction")
                .node(Visibility::ofCustomer)
                .columns("id", "kind", "occurred_at", "recorded_at", "subject_type", "subject_id", "text", "changes")
                .reference("customer", "Customer", "customer_id")
                .reference("actor", "User", "actor_id");
        projections.type("Customer").connection("timeline", customer -> Connection.of(
                        "TimelineEntry", LATEST_FIRST, entry -> entry.column("customer_id")
                                .eq(customer.column("id")))
                .filtered((entry, selected) ->
                        Filters.of(entry, selected).texts("kinds", "kind").all()));

        projections
                .type("AuditEntry")
                .from("audit_entry")
                .node(entry -> DSL.condition(entry.compilation().role().readsAudit()))
                .columns(
                        "id", "entity_type", "entity_id", "action", "device_id", "request_id", "recorded_at", "changes")
                .reference("actor", "User", "actor_id");
        projections.type("Query").connection("auditEntries", (query, selected) -> {
            var entityId = query.compilation().parameter(SqlType.ID, request -> {
                if (!request.viewer().role().readsAudit()) {
                    throw new ApiException(ErrorCode.FORBIDDEN);
                }
                return Ids.parse(request.argument(selected, "entityId"), "entityId");
            });
            return Connection.of("AuditEntry", LAST_RECORDED_FIRST, entry -> entry.column("entity_id")
                    .eq(entityId));
        });
    }
}
