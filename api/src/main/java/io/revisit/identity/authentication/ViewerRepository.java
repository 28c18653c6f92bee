package io.revisit.identity.authentication;

import io.r2dbc.spi.Readable;
import io.revisit.identity.token.AccessToken;
import io.revisit.platform.database.Database;
import io.revisit.platform.security.Role;
import io.revisit.platform.security.Viewer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Reads who a session's user is now. */
@Repository
class ViewerRepository {
    private final Database database;

    ViewerRepository(Database database) {
        this.database = database;
    }

    private static final String FIND_VIEWER =
            """
            select u.role, u.unit_id, u.zone, u.language
            from session s
            join app_user u on u.tenant_id = s.tenant_id and u.id = s.user_id
            where s.tenant_id = $1 and s.id = $2 and s.user_id = $3 and s.device_id = $4
              and s.ended_at is null and s.expires_at > $5 and u.active
            """;

    /** The viewer; nothing when the session has ended or the user may not work here any more. */
    Mono<Viewer> find(AccessToken token, Instant now) {
        return database.read(
                token.tenantId(),
                statements -> statements.queryOne(
                        FIND_VIEWER,
                        row -> viewer(token, row),
                        token.tenantId(),
                        token.sessionId(),
                        token.userId(),
                        token.deviceId(),
                        now.atOffset(ZoneOffset.UTC)));
    }

    private static Viewer viewer(AccessToken token, Readable row) {
        return new Viewer(
                token.tenantId(),
                token.userId(),
                token.sessionId(),
                token.deviceId(),
                Role.valueOf(row.get(0, String.class)),
                row.get(1, UUID.class),
                ZoneId.of(row.get(2, String.class)),
                Locale.forLanguageTag(row.get(3, String.class)));
    }
}
