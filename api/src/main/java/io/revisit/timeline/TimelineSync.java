package io.revisit.timeline;

import io.revisit.platform.sync.SyncedFeature;
import org.springframework.stereotype.Component;

/** The timeline on phones: the latest entries for whoever has the customer. */
@Component
class TimelineSync implements SyncedFeature {
    @Override
    public String type() {
        return "TimelineEntry";
    }

    @Override
    public String table() {
        return "interaction";
    }
}
