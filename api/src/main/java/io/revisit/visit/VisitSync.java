package io.revisit.visit;

import io.revisit.platform.sync.SyncedFeature;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Visits on phones: for whoever has their customer. */
@Component
class VisitSync implements SyncedFeature {
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
}
