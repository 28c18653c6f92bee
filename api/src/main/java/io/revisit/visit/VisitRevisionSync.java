package io.revisit.visit;

import io.revisit.platform.sync.SyncedFeature;
import org.springframework.stereotype.Component;

/** Every revision of a visit on phones: for whoever has its customer. */
@Component
class VisitRevisionSync implements SyncedFeature {
    @Override
    public String type() {
        return "VisitRevision";
    }

    @Override
    public String table() {
        return "visit_revision";
    }
}
