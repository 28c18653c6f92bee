package io.revisit.mobile.devices;

import io.revisit.access.Visibility;
import io.revisit.platform.projection.Compilation;
import io.revisit.platform.projection.Connection;
import io.revisit.platform.projection.Filters;
import io.revisit.platform.projection.Lane;
import io.revisit.platform.projection.Ordering;
import io.revisit.platform.projection.ProjectionSource;
import io.revisit.platform.projection.Projections;
import io.revisit.platform.projection.Row;
import io.revisit.platform.projection.SortKey;
import java.util.List;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Repository;

/** How devices are read; whoever leads people sees theirs. */
@Repository
class SyncDeviceRepository implements ProjectionSource {
    private static final Ordering LAST_SEEN_FIRST =
            Ordering.descending("LAST_SEEN_AT", SortKey.instant("last_seen_at"));

    @Override
    public void define(Projections projections) {
        projections
                .type("SyncDevice")
                .from("device")
                .columns(
                        "id",
                        "name",
                        "platform",
                        "app_version",
                        "schema_version",
                        "last_seen_at",
                        "last_pull_at",
                        "last_push_at")
                .reference("user", "User", "user_id")
                .field(
                        "lagSeconds",
                        (device, selected) -> DSL.field(
                                "case when {1} is not null then greatest(0, extract(epoch from {0} - {1}))::int end",
                                device.compilation().now(), device.column("complete_at")))
                .field(
                        "clockSkewSeconds",
                        (device, selected) -> DSL.field("round({0} / 1000.0)::int", device.column("clock_skew_millis")))
                .field("pendingIssues", (device, selected) -> pendingIssues(device));
        projections.type("Query").connection("syncDevices", query -> Connection.of(
                        "SyncDevice", selected -> LAST_SEEN_FIRST, lanes(query.compilation()))
                .filtered((device, selected) -> Filters.of(device, selected)
                        .ids("userIds", "user_id")
                        .texts("platforms", "platform")
                        .instant(
                                "notCompleteSince",
                                since ->
                                        DSL.condition("coalesce({0} < {1}, true)", device.column("complete_at"), since))
                        .all()));
    }

    private static List<Lane> lanes(Compilation compilation) {
        return compilation.role().seesEverything()
                ? List.of(Lane.where(device -> DSL.trueCondition()))
                : List.of(Lane.forEach(Visibility::people, (person, device) -> device.column("user_id")
                        .eq(person.column("id"))));
    }

    private static Field<?> pendingIssues(Row device) {
        Row issue = device.compilation().row();
        return DSL.field(DSL.selectCount()
                .from(Compilation.table("sync_issue", issue))
                .where(issue.column("tenant_id").eq(device.compilation().tenantId()))
                .and(issue.column("device_id").eq(device.column("id")))
                .and(DSL.condition("{0} = 'OPEN'", issue.column("state"))));
    }
}
