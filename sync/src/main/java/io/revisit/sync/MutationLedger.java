package io.revisit.sync;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Remembers every mutation by its author and key, in the transaction that applies it: two nodes can never both apply one,
 * and a repetition gets the verdict of the first time. A second sender waits until the first has committed.
 */
public final class MutationLedger {
    private static final String CLAIM =
            """
            insert into mutation (tenant_id, actor_id, key, operation, request_hash, claimed_at)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (tenant_id, actor_id, key) do nothing
            """;

    private static final String FIND =
            """
            select request_hash, operation, verdict::text
            from mutation where tenant_id = $1 and actor_id = $2 and key = $3
            """;

    private static final String SETTLE =
            """
            update mutation set verdict = $4::jsonb where tenant_id = $1 and actor_id = $2 and key = $3
            """;

    /** Claims a mutation for this transaction. */
    public Mono<Claim> claim(Connection connection, MutationKey mutation, String operation, byte[] hash, Instant now) {
        Statement insert = bind(connection.createStatement(CLAIM), mutation)
                .bind(3, operation)
                .bind(4, hash)
                .bind(5, now.atOffset(ZoneOffset.UTC));
        return rowsUpdated(insert)
                .flatMap(inserted ->
                        inserted == 1 ? Mono.just(new Claim.First()) : find(connection, mutation, operation, hash));
    }

    /** Keeps the verdict, as JSON, for whoever sends the same mutation again. */
    public Mono<Void> settle(Connection connection, MutationKey mutation, String verdict) {
        return rowsUpdated(bind(connection.createStatement(SETTLE), mutation).bind(3, verdict))
                .then();
    }

    private static Mono<Claim> find(Connection connection, MutationKey mutation, String operation, byte[] hash) {
        return Flux.from(bind(connection.createStatement(FIND), mutation).execute())
                .concatMap(result -> result.map((row, metadata) -> {
                    boolean same =
                            Arrays.equals(row.get(0, byte[].class), hash) && operation.equals(row.get(1, String.class));
                    String verdict = row.get(2, String.class);
                    return same && verdict != null ? new Claim.Replay(verdict) : (Claim) new Claim.KeyReused();
                }))
                .single();
    }

    private static Statement bind(Statement statement, MutationKey mutation) {
        return statement
                .bind(0, mutation.tenantId())
                .bind(1, mutation.actorId())
                .bind(2, mutation.key());
    }

    private static Mono<Long> rowsUpdated(Statement statement) {
        return Flux.from(statement.execute()).concatMap(Result::getRowsUpdated).reduce(0L, Long::sum);
    }

    /** What makes a mutation unique: its author and the key that the author's device chose. */
    public record MutationKey(UUID tenantId, UUID actorId, String key) {}
}
