package io.revisit.sync.push;

import static io.revisit.sync.push.Sql.nullable;
import static io.revisit.sync.push.Sql.required;

import io.r2dbc.spi.Readable;
import io.revisit.sync.Claim;
import io.revisit.sync.change.Delivery;
import io.revisit.sync.change.Mutation;
import io.revisit.sync.change.MutationReader;
import io.revisit.sync.collection.Operation;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Remembers every mutation with its verdict, and keeps those that wait. */
final class PushLedger {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Whoever sends the same mutation at the same time waits here until the first has committed. */
    private static final String CLAIM =
            """
            insert into sync_mutation (tenant_id, device_id, id, author_id, request_hash, claimed_at)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (tenant_id, device_id, id) do nothing
            """;

    private static final String FIND =
            """
            select request_hash, author_id, verdict::text from sync_mutation
            where tenant_id = $1 and device_id = $2 and id = $3
            """;

    private static final String SETTLE =
            """
            update sync_mutation set status = $4, verdict = $5::jsonb, created_id = $6
            where tenant_id = $1 and device_id = $2 and id = $3
            """;

    private static final String HOLD =
            """
            insert into sync_held (tenant_id, device_id, mutation_id, author_id, waiting_for, group_id, place, payload,
                                   seen, sent_at, received_at, checked_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            on conflict (tenant_id, device_id, mutation_id)
                do update set waiting_for = excluded.waiting_for, checked_at = excluded.checked_at
            """;

    private static final String RELEASE =
            "delete from sync_held where tenant_id = $1 and device_id = $2 and mutation_id = any ($3)";

    private static final String WAITING_FOR =
            """
            select distinct device_id, author_id, coalesce(group_id, ''), case when group_id is null then mutation_id end
            from sync_held where tenant_id = $1 and waiting_for = any ($2) limit 500
            """;

    private static final String LONGEST_UNCHECKED =
            """
            select device_id, author_id, coalesce(group_id, ''), case when group_id is null then mutation_id end
            from sync_held where tenant_id = $1
            group by 1, 2, 3, 4 order by min(checked_at) limit $2
            """;

    /** Two nodes may release the same at the same time: the second waits, and then finds nothing. */
    private static final String TAKE =
            """
            select payload, seen, sent_at, received_at from sync_held
            where tenant_id = $1 and device_id = $2 and author_id = $3
              and (mutation_id = $4 or group_id = nullif($5, ''))
            order by place for update
            """;

    Mono<Claim> claim(UnitOfWork work, Arrival arrival) {
        Sender sender = work.sender();
        UUID id = arrival.mutation().id();
        return Sql.update(
                        work.connection(),
                        CLAIM,
                        sender.tenantId(),
                        sender.deviceId(),
                        id,
                        sender.userId(),
                        arrival.sent().hash(),
                        utc(work.now()))
                .flatMap(inserted -> inserted == 1 ? Mono.just(new Claim.First()) : find(work, arrival));
    }

    private static Mono<Claim> find(UnitOfWork work, Arrival arrival) {
        Sender sender = work.sender();
        return Sql.query(
                        work.connection(),
                        FIND,
                        row -> {
                            boolean same = arrival.sent().hash().equals(row.get(0, String.class))
                                    && sender.userId().equals(row.get(1, UUID.class));
                            String verdict = row.get(2, String.class);
                            return same && verdict != null ? new Claim.Replay(verdict) : (Claim) new Claim.KeyReused();
                        },
                        sender.tenantId(),
                        sender.deviceId(),
                        arrival.mutation().id())
                .single();
    }

    /** What is known of a mutation now. */
    Mono<Outcome> outcome(UnitOfWork work, UUID id) {
        Sender sender = work.sender();
        return Sql.query(
                        work.connection(),
                        FIND,
                        row -> outcome(required(row, 2, String.class)),
                        sender.tenantId(),
                        sender.deviceId(),
                        id)
                .single();
    }

    Mono<Void> settle(UnitOfWork work, Mutation mutation, Outcome outcome) {
        boolean created = mutation.operation() == Operation.CREATE && outcome.status() == Status.APPLIED;
        return Sql.update(
                        work.connection(),
                        SETTLE,
                        work.sender().tenantId(),
                        work.sender().deviceId(),
                        mutation.id(),
                        Objects.requireNonNull(outcome.status()).name(),
                        JSON.writeValueAsString(outcome),
                        nullable(created ? mutation.recordId() : null, UUID.class))
                .then();
    }

    static Outcome outcome(String verdict) {
        return JSON.readValue(verdict, Outcome.class);
    }

    Mono<Void> hold(UnitOfWork work, List<Arrival> unit, UUID waitingFor) {
        return Flux.range(0, unit.size())
                .concatMap(place -> hold(work, unit.get(place), place, waitingFor))
                .then();
    }

    private static Mono<Long> hold(UnitOfWork work, Arrival arrival, int place, UUID waitingFor) {
        Mutation mutation = arrival.mutation();
        return Sql.update(
                work.connection(),
                HOLD,
                work.sender().tenantId(),
                work.sender().deviceId(),
                mutation.id(),
                work.sender().userId(),
                waitingFor,
                nullable(mutation.group(), String.class),
                place,
                arrival.sent().payload(),
                nullable(arrival.seen(), String.class),
                utc(arrival.delivery().sentAt()),
                utc(arrival.delivery().receivedAt()),
                utc(work.now()));
    }

    Mono<Void> release(UnitOfWork work, List<Arrival> unit) {
        UUID[] ids = unit.stream().map(arrival -> arrival.mutation().id()).toArray(UUID[]::new);
        return Sql.update(
                        work.connection(),
                        RELEASE,
                        work.sender().tenantId(),
                        work.sender().deviceId(),
                        ids)
                .then();
    }

    /** What waits for one of these records. */
    Flux<HeldUnit> waitingFor(UnitOfWork work, List<UUID> ids) {
        UUID tenantId = work.sender().tenantId();
        return Sql.query(
                work.connection(), WAITING_FOR, row -> unit(tenantId, row), tenantId, ids.toArray(UUID[]::new));
    }

    /** What was looked at longest ago. */
    Flux<HeldUnit> longestUnchecked(UnitOfWork work, int most) {
        UUID tenantId = work.sender().tenantId();
        return Sql.query(work.connection(), LONGEST_UNCHECKED, row -> unit(tenantId, row), tenantId, most);
    }

    /** The mutations of a unit, locked; none when somebody else has released them. */
    Mono<List<Arrival>> take(UnitOfWork work, HeldUnit unit) {
        return Sql.query(
                        work.connection(),
                        TAKE,
                        row -> new Arrival(
                                MutationReader.read(required(row, 0, String.class)),
                                new Delivery(
                                        required(row, 2, OffsetDateTime.class).toInstant(),
                                        required(row, 3, OffsetDateTime.class).toInstant()),
                                row.get(1, String.class)),
                        work.sender().tenantId(),
                        work.sender().deviceId(),
                        work.sender().userId(),
                        nullable(unit.mutationId(), UUID.class),
                        unit.group())
                .collectList();
    }

    private static HeldUnit unit(UUID tenantId, Readable row) {
        return new HeldUnit(
                new Sender(tenantId, required(row, 1, UUID.class), required(row, 0, UUID.class)),
                required(row, 2, String.class),
                row.get(3, UUID.class));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /**
     * A mutation or a group that waits.
     *
     * @param group empty for a single mutation
     * @param mutationId null for a group
     */
    record HeldUnit(Sender sender, String group, @Nullable UUID mutationId) {}
}
