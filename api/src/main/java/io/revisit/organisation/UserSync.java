package io.revisit.organisation;

import io.revisit.platform.sync.SyncedFeature;
import org.springframework.stereotype.Component;

/** Names and roles on phones: for those of the same unit, and for the supervisors above it. */
@Component
class UserSync implements SyncedFeature {
    @Override
    public String type() {
        return "User";
    }

    @Override
    public String table() {
        return "app_user";
    }
}
