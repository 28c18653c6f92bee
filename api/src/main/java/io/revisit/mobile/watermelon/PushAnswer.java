package io.revisit.mobile.watermelon;

import io.revisit.mobile.MobileErrors;
import io.revisit.platform.security.Viewer;
import io.revisit.platform.sync.Pushing;
import io.revisit.sync.change.Refusal;
import io.revisit.sync.push.Outcome;
import io.revisit.sync.push.Status;
import io.revisit.sync.push.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answer to a push: the ids that WatermelonDB shall keep as unsent, and what became of everything that was not simply
 * applied.
 */
final class PushAnswer {
    private final MobileErrors errors;
    private final Viewer viewer;
    private final Map<String, Set<String>> rejected = new LinkedHashMap<>();
    private final List<Map<String, Object>> verdicts = new ArrayList<>();
    private final Map<String, Set<UUID>> resend = new LinkedHashMap<>();
    private boolean complete = true;

    PushAnswer(MobileErrors errors, Viewer viewer) {
        this.errors = errors;
        this.viewer = viewer;
    }

    /** Refuses what the engine never saw, once. */
    void refuse(String collection, String id, Refusal.Reason reason) {
        if (keep(collection, id)) {
            tell(collection, id, Status.REJECTED, null, false, reason);
        }
    }

    void add(Edit edit, Verdict verdict) {
        Outcome outcome = verdict.outcome();
        String collection = edit.collection().name();
        String id = edit.id().toString();
        if (outcome.status() == null || outcome.status() == Status.REJECTED) {
            keep(collection, id);
        }
        if (outcome.status() == Status.CONFLICT) {
            resend.computeIfAbsent(collection, added -> new LinkedHashSet<>()).add(edit.id());
        }
        complete &= outcome.status() != null;
        if (outcome.status() != Status.APPLIED || outcome.late()) {
            tell(collection, id, outcome.status(), outcome.issueId(), outcome.late(), outcome.error());
        }
    }

    /** Records that the phone must be sent although they did not change: it believes that its edit prevailed. */
    Map<String, Set<UUID>> resend() {
        return resend;
    }

    /** Whether there is a verdict for everything. */
    boolean complete() {
        return complete;
    }

    String write(JsonMapper json) {
        return json.writeValueAsString(Map.of("experimentalRejectedIds", rejected, "verdicts", verdicts));
    }

    private boolean keep(String collection, String id) {
        return rejected.computeIfAbsent(collection, added -> new LinkedHashSet<>())
                .add(id);
    }

    private void tell(
            String collection,
            String id,
            @Nullable Status status,
            @Nullable UUID issueId,
            boolean late,
            Refusal.@Nullable Reason error) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("collection", collection);
        told.put("id", id);
        if (status != null) {
            told.put("status", status.name());
        }
        if (issueId != null) {
            told.put("issueId", issueId.toString());
        }
        if (late) {
            told.put("late", true);
        }
        if (error != null) {
            told.put("error", errors.describe(Pushing.exception(error), viewer.language()));
        }
        verdicts.add(told);
    }
}
