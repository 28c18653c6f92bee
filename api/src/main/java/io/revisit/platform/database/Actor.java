package io.revisit.platform.database;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** On whose behalf a transaction writes; no user means the system itself. It ends up in the audit. */
public record Actor(UUID tenantId, @Nullable UUID userId, @Nullable UUID deviceId, @Nullable String requestId) {

    public static Actor system(UUID tenantId) {
        return new Actor(tenantId, null, null, null);
    }
}
