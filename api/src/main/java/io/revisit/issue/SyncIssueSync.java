package io.revisit.issue;

import io.revisit.platform.database.Transaction;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.mutation.Input;
import io.revisit.platform.security.Viewer;
import io.revisit.platform.sync.SyncedFeature;
import io.revisit.sync.change.Change;
import io.revisit.sync.collection.Accepts;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Issues on phones: for whoever made the edit, and for his supervisors. */
@Component
class SyncIssueSync implements SyncedFeature {
    private final SyncIssueService issues;

    SyncIssueSync(SyncIssueService issues) {
        this.issues = issues;
    }

    @Override
    public String type() {
        return "SyncIssue";
    }

    @Override
    public String table() {
        return "sync_issue";
    }

    @Override
    public Map<String, String> expressions() {
        return Map.of("resolvedById", "r.resolved_by");
    }

    @Override
    public Accepts accepts() {
        return Accepts.changes("state", "note").together("state", "note");
    }

    @Override
    public Mono<Void> apply(Transaction transaction, Viewer viewer, Change change) {
        Input input = Input.of(change.input());
        Mono<UUID> settled =
                switch (String.valueOf(change.fields().get("state"))) {
                    case "RESOLVED" -> issues.resolve(transaction, viewer, input);
                    case "RESTORED" -> issues.restore(transaction, viewer, input);
                    default -> Mono.error(ApiException.invalid("state", "NOT_A_STEP"));
                };
        return settled.then();
    }
}
