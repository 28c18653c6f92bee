package io.revisit.issue;

import io.revisit.access.Visibility;
import io.revisit.platform.projection.Compilation;
import io.revisit.platform.projection.Connection;
import io.revisit.platform.projection.Filters;
import io.revisit.platform.projection.Lane;
import io.revisit.platform.projection.Ordering;
import io.revisit.platform.projection.ProjectionSource;
import io.revisit.platform.projection.Projections;
import io.revisit.platform.projection.SortKey;
import java.util.List;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Repository;

/** How issues are found and read: by their authors, and by those who lead them. */
@Repository
class SyncIssueQueryRepository implements ProjectionSource {
    private static final Ordering LATEST_FIRST = Ordering.descending("CREATED_AT", SortKey.instant("created_at"));

    @Override
    public void define(Projections projections) {
        projections.type("Query").connection("syncIssues", (query, selected) -> Connection.of(
                        "SyncIssue", anySelection -> LATEST_FIRST, lanes(query.compilation()))
                .filtered((issue, filter) -> Filters.of(issue, filter)
                        .texts("states", "state")
                        .texts("kinds", "kind")
                        .ids("authorIds", "author_id")
                        .ids("recordIds", "record_id")
                        .all()));
        projections
                .type("SyncIssue")
                .from("sync_issue")
                .node(issue -> Visibility.isOneOfPeople(issue, issue.column("author_id")))
                .columns(
                        "id", "kind", "code", "field", "details", "collection", "record_id", "device_id", "mutation_id")
                .columns("conflicts", "payload", "occurred_at", "created_at", "state", "resolved_at", "note", "version")
                .reference("author", "User", "author_id")
                .reference("resolvedBy", "User", "resolved_by");
    }

    private static List<Lane> lanes(Compilation compilation) {
        return compilation.role().seesEverything()
                ? List.of(Lane.where(issue -> DSL.trueCondition()))
                : List.of(Lane.forEach(Visibility::people, (person, issue) -> issue.column("author_id")
                        .eq(person.column("id"))));
    }
}
