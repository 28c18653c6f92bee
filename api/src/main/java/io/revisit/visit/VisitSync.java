package io.revisit.visit;

import io.revisit.contract.collection.FieldType;
import io.revisit.platform.database.Transaction;
import io.revisit.platform.mutation.Input;
import io.revisit.platform.security.Viewer;
import io.revisit.platform.sync.SyncedFeature;
import io.revisit.sync.change.Change;
import io.revisit.sync.collection.Accepts;
import io.revisit.sync.collection.Operation;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Visits on phones: for whoever has their customer. */
@Component
class VisitSync implements SyncedFeature {
    private static final String DEFAULT_REASON = "Corrected on the phone";

    private final VisitService visits;

    VisitSync(VisitService visits) {
        this.visits = visits;
    }

    @Override
    public String type() {
        return "Visit";
    }

    @Override
    public String table() {
        return "visit";
    }

    @Override
    public Map<String, String> expressions() {
        return Map.of(
                "locationLatitude", "r.latitude",
                "locationLongitude", "r.longitude",
                "locationAccuracyMeters", "r.accuracy_meters",
                "locationFixedAt", "r.fixed_at",
                "sentAt", "r.sent_time",
                "receivedAt", "r.received_time",
                "csat",
                        "(select a.score from survey_answer a where a.tenant_id = r.tenant_id and a.visit_id = r.id and a.metric = 'CSAT')",
                "nps",
                        "(select a.score from survey_answer a where a.tenant_id = r.tenant_id and a.visit_id = r.id and a.metric = 'NPS')");
    }

    @Override
    public Accepts accepts() {
        return Accepts.creation(
                        "customerId",
                        "taskId",
                        "channel",
                        "outcome",
                        "summary",
                        "answers",
                        "startedAt",
                        "endedAt",
                        "locationLatitude",
                        "locationLongitude",
                        "locationAccuracyMeters",
                        "locationFixedAt",
                        "csat",
                        "nps")
                .writeOnly(Operation.CREATE, "completesTask", FieldType.BOOLEAN, false)
                .writeOnly(Operation.CREATE, "topics", FieldType.STRING, true)
                .writeOnly(Operation.CREATE, "resolvedTopicIds", FieldType.ID, true)
                .andChanges("outcome", "summary", "answers")
                .writeOnly(Operation.UPDATE, "reason", FieldType.STRING, false);
    }

    @Override
    public Mono<Void> apply(Transaction transaction, Viewer viewer, Change change) {
        if (change.operation() == Operation.UPDATE) {
            Map<String, @Nullable Object> input =
                    change.input("expectedRevision", change.current().get("revision"));
            input.putIfAbsent("reason", DEFAULT_REASON);
            return visits.revise(transaction, viewer, Input.of(input)).then();
        }
        Map<String, @Nullable Object> input = change.input(
                "deviceTime", change.occurredAt(),
                "sentAt", change.delivery().sentAt().atOffset(ZoneOffset.UTC));
        input.putIfAbsent("completesTask", true);
        if (change.fields().get("locationLatitude") != null || change.fields().get("locationLongitude") != null) {
            input.put("location", location(change));
        }
        return visits.record(transaction, viewer, Input.of(input)).then();
    }

    private static Map<String, @Nullable Object> location(Change change) {
        Map<String, @Nullable Object> location = new LinkedHashMap<>();
        location.put("latitude", change.fields().get("locationLatitude"));
        location.put("longitude", change.fields().get("locationLongitude"));
        location.put("accuracyMeters", change.fields().get("locationAccuracyMeters"));
        location.put("fixedAt", change.fields().get("locationFixedAt"));
        return location;
    }
}
