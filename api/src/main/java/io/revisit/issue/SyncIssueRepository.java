package io.revisit.issue;

import static io.revisit.platform.database.Statements.nullable;

import io.revisit.platform.database.Transaction;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How issues are settled; the sync engine writes them. */
@Repository
class SyncIssueRepository {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String LOCK =
            """
            select kind, state, conflicts::text, payload::text
            from sync_issue where tenant_id = $1 and id = $2 for no key update
            """;

    private static final String SETTLE =
            """
            update sync_issue set state = $3, note = $4, resolved_by = $5, resolved_at = $6
            where tenant_id = $1 and id = $2
            """;

    Mono<SyncIssue> lock(Transaction transaction, UUID id) {
        return transaction.queryOne(
                LOCK,
                row -> new SyncIssue(
                        Objects.requireNonNull(row.get(0, String.class)),
                        Objects.requireNonNull(row.get(1, String.class)),
                        JSON.readTree(row.get(2, String.class)),
                        (ObjectNode) JSON.readTree(row.get(3, String.class))),
                transaction.actor().tenantId(),
                id);
    }

    Mono<Void> settle(Transaction transaction, UUID id, String state, @Nullable String note, UUID by) {
        return transaction
                .update(
                        SETTLE,
                        transaction.actor().tenantId(),
                        id,
                        state,
                        nullable(note, String.class),
                        by,
                        transaction.now())
                .then();
    }
}
