package io.revisit.task;

import io.revisit.platform.sync.SyncedFeature;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Tasks on phones: for whoever has their customer, for the assignee and for his supervisors. */
@Component
class TaskSync implements SyncedFeature {
    @Override
    public String type() {
        return "Task";
    }

    @Override
    public String table() {
        return "visit_task";
    }

    @Override
    public Map<String, String> expressions() {
        return Map.of("createdById", "r.created_by");
    }
}
