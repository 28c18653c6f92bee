package io.revisit.platform.security;

import io.revisit.platform.database.Actor;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.UUID;

/** The user a request comes from, as the database knew him when his token was last checked. */
public record Viewer(
        UUID tenantId,
        UUID userId,
        UUID sessionId,
        UUID deviceId,
        Role role,
        UUID unitId,
        ZoneId zone,
        Locale language) {

    /** The key under which GraphQL's context carries the viewer. */
    public static final String CONTEXT_KEY = "io.revisit.viewer";

    /** The key of an exchange's attribute: the instant at which the viewer's token ends. */
    public static final String UNTIL_KEY = "io.revisit.viewer-until";

    public Actor actor(String requestId) {
        return new Actor(tenantId, userId, deviceId, requestId);
    }

    /** Today's date where the viewer is. */
    public LocalDate today(Instant now) {
        return LocalDate.ofInstant(now, zone);
    }
}
