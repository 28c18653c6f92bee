package io.revisit.identity.token;

import java.time.Instant;
import java.util.UUID;

/** What an access token claims, once it is known to be ours. */
public record AccessToken(UUID tenantId, UUID userId, UUID sessionId, UUID deviceId, Instant expiresAt) {

    /** An access token as it is handed out. */
    public record Signed(String value, Instant expiresAt) {
        @Override
        public String toString() {
            return "Signed[expiresAt=" + expiresAt + "]";
        }
    }
}
