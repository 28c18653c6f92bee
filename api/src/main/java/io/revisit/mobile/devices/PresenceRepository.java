package io.revisit.mobile.devices;

import io.revisit.platform.database.Actor;
import io.revisit.platform.database.Database;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Writes down what devices told of themselves. */
@Repository
class PresenceRepository {
    private final Database database;
    private final JsonMapper json;

    PresenceRepository(Database database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    // A device that somebody else has logged in on meanwhile is not touched.
    private static final String SAVE =
            """
            update device d
            set schema_version = coalesce(seen."schemaVersion", d.schema_version),
                known_below = case when seen."pulledAt" is null then d.known_below else seen."knownBelow"::xid8 end,
                last_pull_at = coalesce(seen."pulledAt", d.last_pull_at),
                complete_at = coalesce(seen."completeAt", d.complete_at),
                last_push_at = coalesce(seen."pushedAt", d.last_push_at),
                clock_skew_millis = coalesce(seen."skewMillis", d.clock_skew_millis)
            from jsonb_to_recordset($2::text::jsonb) as seen (
                "deviceId" uuid, "userId" uuid, "schemaVersion" int, "knownBelow" text, "pulledAt" timestamptz,
                "completeAt" timestamptz, "pushedAt" timestamptz, "skewMillis" bigint)
            where d.tenant_id = $1 and d.id = seen."deviceId" and d.user_id = seen."userId"
            """;

    Mono<Long> save(UUID tenantId, List<Sighting> sightings) {
        return database.write(
                Actor.system(tenantId),
                transaction -> transaction.update(SAVE, tenantId, json.writeValueAsString(sightings)));
    }
}
