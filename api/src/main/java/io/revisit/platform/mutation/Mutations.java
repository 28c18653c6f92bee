package io.revisit.platform.mutation;

import graphql.schema.DataFetchingEnvironment;
import io.revisit.contract.ErrorCode;
import io.revisit.platform.database.Database;
import io.revisit.platform.database.Transaction;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.error.UserErrors;
import io.revisit.platform.graphql.Viewers;
import io.revisit.platform.security.Viewer;
import io.revisit.sync.Claim;
import io.revisit.sync.MutationLedger.MutationKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs a mutation in one transaction, once per idempotency key. A refusal undoes the work, is remembered like a success,
 * and is answered as {@code userErrors}; a fault of ours undoes everything and is not remembered.
 */
@Component
public class Mutations {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
    private static final int LONGEST_KEY = 200;

    private final Database database;
    private final LedgerRepository ledger;
    private final UserErrors userErrors;

    Mutations(Database database, LedgerRepository ledger, UserErrors userErrors) {
        this.database = database;
        this.ledger = ledger;
        this.userErrors = userErrors;
    }

    /** Runs the work, unless its idempotency key shows that it has been done. */
    public Mono<MutationPayload> run(DataFetchingEnvironment environment, Work work) {
        Viewer viewer = Viewers.required(environment);
        Map<String, Object> input = environment.getArgument("input");
        String key = input == null ? "" : String.valueOf(input.get("idempotencyKey"));
        // PostgreSQL cannot store NUL in a text.
        if (key.isBlank() || key.codePointCount(0, key.length()) > LONGEST_KEY || key.indexOf('\0') >= 0) {
            return Mono.just(payload(
                    Verdict.refused(ApiException.invalid("idempotencyKey", "LENGTH")), false, viewer.language()));
        }
        String operation = environment.getField().getName();
        MutationKey mutation = new MutationKey(viewer.tenantId(), viewer.userId(), key);
        byte[] hash = sha256(JSON.writeValueAsBytes(input));
        String requestId = environment.getExecutionId().toString();
        return database.write(viewer.actor(requestId), transaction -> ledger.claim(
                        transaction, mutation, operation, hash)
                .flatMap(claim -> {
                    if (claim instanceof Claim.Replay replay) {
                        Verdict verdict = JSON.readValue(replay.verdict(), Verdict.class);
                        return Mono.just(payload(verdict, true, viewer.language()));
                    }
                    if (claim instanceof Claim.KeyReused) {
                        Verdict refused = Verdict.refused(new ApiException(ErrorCode.IDEMPOTENCY_KEY_REUSED));
                        return Mono.just(payload(refused, false, viewer.language()));
                    }
                    return attempt(transaction, () -> work.run(transaction, viewer, Input.of(input)))
                            .flatMap(verdict -> ledger.settle(transaction, mutation, JSON.writeValueAsString(verdict))
                                    .thenReturn(payload(verdict, false, viewer.language())));
                }));
    }

    private static Mono<Verdict> attempt(Transaction transaction, Supplier<Mono<UUID>> work) {
        return transaction
                .attempt(work)
                .map(Verdict::done)
                .onErrorResume(ApiException.class, refusal -> Mono.just(Verdict.refused(refusal)));
    }

    private MutationPayload payload(Verdict verdict, boolean replayed, Locale language) {
        return new MutationPayload(
                verdict.objectId(),
                replayed,
                verdict.code() == null
                        ? List.of()
                        : List.of(userErrors.of(verdict.code(), verdict.field(), verdict.details(), language)));
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What a service does for a mutation, within its transaction; answers the id of the object that it changed. */
    @FunctionalInterface
    public interface Work {
        Mono<UUID> run(Transaction transaction, Viewer viewer, Input input);
    }

    /** What became of a mutation, as the ledger keeps it: an id, or a refusal without its wording. */
    record Verdict(
            @Nullable UUID objectId,
            @Nullable ErrorCode code,
            @Nullable List<String> field,
            @Nullable Map<String, Object> details) {

        static Verdict done(UUID objectId) {
            return new Verdict(objectId, null, null, null);
        }

        static Verdict refused(ApiException refusal) {
            return new Verdict(null, refusal.code(), refusal.field(), refusal.details());
        }
    }
}
