package io.revisit.sync.push;

import static io.revisit.sync.push.Sql.nullable;
import static io.revisit.sync.push.Sql.required;

import io.revisit.sync.change.Mutation;
import io.revisit.sync.change.Refusal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Keeps whole what could not be applied as it was sent. */
final class Issues {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String INSERT =
            """
            insert into sync_issue (tenant_id, author_id, device_id, mutation_id, kind, code, field, details, collection,
                                    record_id, conflicts, payload, occurred_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11::jsonb, $12::jsonb, $13)
            returning id
            """;

    /** Why there is an issue. */
    enum Kind {
        CONFLICT,
        REJECTED,
        EDIT_OF_DELETED,
        DELETE_OF_EDITED,
        NEVER_ARRIVED
    }

    Mono<UUID> refused(UnitOfWork work, Arrival arrival, Kind kind, Refusal.Reason reason) {
        return insert(work, arrival, kind, reason, List.of());
    }

    Mono<UUID> conflict(UnitOfWork work, Arrival arrival, Kind kind, List<Conflict> conflicts) {
        return insert(work, arrival, kind, null, conflicts);
    }

    private static Mono<UUID> insert(
            UnitOfWork work, Arrival arrival, Kind kind, Refusal.@Nullable Reason reason, List<Conflict> conflicts) {
        Mutation mutation = arrival.mutation();
        return Sql.query(
                        work.connection(),
                        INSERT,
                        row -> required(row, 0, UUID.class),
                        work.sender().tenantId(),
                        work.sender().userId(),
                        work.sender().deviceId(),
                        mutation.id(),
                        kind.name(),
                        nullable(reason == null ? null : reason.code().name(), String.class),
                        (reason == null ? List.<String>of() : reason.field()).toArray(String[]::new),
                        JSON.writeValueAsString(reason == null ? Map.of() : reason.details()),
                        mutation.collection(),
                        mutation.recordId(),
                        JSON.writeValueAsString(
                                conflicts.stream().map(Conflict::json).toList()),
                        arrival.sent().payload(),
                        nullable(mutation.occurredAt(), OffsetDateTime.class))
                .single();
    }
}
