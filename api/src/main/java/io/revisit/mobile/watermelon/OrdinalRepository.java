package io.revisit.mobile.watermelon;

import static io.revisit.platform.database.Statements.nullable;

import io.revisit.platform.database.Database;
import io.revisit.platform.security.Viewer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** What answers left on devices. */
@Repository
class OrdinalRepository {
    /** A request that was sent long ago may still arrive; older answers nobody names any more. */
    private static final long KEPT_MICROSECONDS = 86_400_000_000L;

    private static final String FIND =
            """
            select ordinal, cursor, worked_on, withheld::text, resend::text, unsent, pushed
            from sync_ordinal where tenant_id = $1 and device_id = $2 and ordinal = $3
            """;

    private static final String ADD =
            """
            insert into sync_ordinal (tenant_id, device_id, ordinal, cursor, worked_on, withheld, unsent)
            select $1, $2, greatest(sync_clock(), coalesce(max(ordinal), 0) + 1), $3, $4, $5::jsonb, $6
            from sync_ordinal where tenant_id = $1 and device_id = $2
            returning ordinal
            """;

    private static final String FORGET =
            "delete from sync_ordinal where tenant_id = $1 and device_id = $2 and ordinal < $3";

    private static final String PUSHED =
            """
            update sync_ordinal set pushed = pushed or $4, resend = resend || $5::jsonb
            where tenant_id = $1 and device_id = $2 and ordinal = $3
            """;

    private static final String PURGE = "select purge_sync_ordinals($1)";

    private final Database database;

    OrdinalRepository(Database database) {
        this.database = database;
    }

    Mono<Stored> find(Viewer viewer, long number) {
        return database.read(
                viewer.tenantId(),
                statements -> statements.queryOne(
                        FIND,
                        row -> new Stored(
                                Objects.requireNonNull(row.get(0, Long.class)),
                                Objects.requireNonNull(row.get(1, String.class)),
                                row.get(2, String.class),
                                Objects.requireNonNull(row.get(3, String.class)),
                                Objects.requireNonNull(row.get(4, String.class)),
                                Objects.requireNonNull(row.get(5, Boolean.class)),
                                Objects.requireNonNull(row.get(6, Boolean.class))),
                        viewer.tenantId(),
                        viewer.deviceId(),
                        number));
    }

    /** Remembers an answer before it is sent, and forgets what was long before the one that the device has. */
    Mono<Long> add(
            Viewer viewer,
            String requestId,
            String cursor,
            @Nullable String workedOn,
            String withheld,
            boolean unsent,
            @Nullable Long presented) {
        UUID tenantId = viewer.tenantId();
        UUID deviceId = viewer.deviceId();
        return database.write(viewer.actor(requestId), transaction -> transaction
                .queryOne(
                        ADD,
                        row -> Objects.requireNonNull(row.get(0, Long.class)),
                        tenantId,
                        deviceId,
                        cursor,
                        nullable(workedOn, String.class),
                        withheld,
                        unsent)
                .delayUntil(added -> presented == null
                        ? Mono.empty()
                        : transaction.update(FORGET, tenantId, deviceId, presented - KEPT_MICROSECONDS)));
    }

    /** The phone's edits came in; {@code resend} are pairs of collection and id as JSON. */
    Mono<Void> pushed(Viewer viewer, String requestId, long number, boolean completely, String resend) {
        return database.write(viewer.actor(requestId), transaction -> transaction
                .update(PUSHED, viewer.tenantId(), viewer.deviceId(), number, completely, resend)
                .then());
    }

    /** Forgets, for all tenants, what nobody may name any more. */
    Mono<Void> purge(Instant createdBefore) {
        Mono<Long> some = database.readWithoutTenant(statements -> statements.queryOne(
                PURGE, row -> Objects.requireNonNull(row.get(0, Long.class)), createdBefore.atOffset(ZoneOffset.UTC)));
        return some.expand(purged -> purged == 0 ? Mono.empty() : some).then();
    }

    /** A row, with cursors as tokens and the rest as JSON. */
    record Stored(
            long number,
            String cursor,
            @Nullable String workedOn,
            String withheld,
            String resend,
            boolean unsent,
            boolean pushed) {}
}
