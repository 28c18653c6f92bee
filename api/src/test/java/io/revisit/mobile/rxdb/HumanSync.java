package io.revisit.mobile.rxdb;

import io.revisit.platform.database.Statements;
import io.revisit.platform.database.Transaction;
import io.revisit.platform.security.Viewer;
import io.revisit.platform.sync.SyncedFeature;
import io.revisit.sync.change.Change;
import io.revisit.sync.collection.Accepts;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** People on phones: for everybody. With its SDL type and its table it is all that RxDB's own tests need here. */
class HumanSync implements SyncedFeature {
    private static final String CREATE =
            """
            insert into human (tenant_id, id, passport_id, first_name, last_name, age, attachments)
            values ($1, $2, $3, $4, $5, $6, $7::jsonb)
            """;

    private static final String UPDATE =
            """
            update human set first_name = $3, last_name = $4, age = $5, attachments = $6::jsonb
            where tenant_id = $1 and id = $2
            """;

    private static final String DELETE = "delete from human where tenant_id = $1 and id = $2";

    @Override
    public String type() {
        return "Human";
    }

    @Override
    public String table() {
        return "human";
    }

    @Override
    public Accepts accepts() {
        return Accepts.creation("passportId", "firstName", "lastName", "age", "attachments")
                .andChanges("firstName", "lastName", "age", "attachments")
                .andDeletion();
    }

    @Override
    public Mono<Void> apply(Transaction transaction, Viewer viewer, Change change) {
        return switch (change.operation()) {
            case CREATE ->
                transaction
                        .update(
                                CREATE,
                                viewer.tenantId(),
                                change.recordId(),
                                change.outcome("passportId"),
                                change.outcome("firstName"),
                                change.outcome("lastName"),
                                Statements.nullable(change.outcome("age"), Integer.class),
                                attachments(change.outcome("attachments")))
                        .then();
            case UPDATE ->
                transaction
                        .update(
                                UPDATE,
                                viewer.tenantId(),
                                change.recordId(),
                                change.outcome("firstName"),
                                change.outcome("lastName"),
                                Statements.nullable(change.outcome("age"), Integer.class),
                                attachments(change.outcome("attachments")))
                        .then();
            case DELETE ->
                transaction.update(DELETE, viewer.tenantId(), change.recordId()).then();
        };
    }

    private static String attachments(@Nullable Object list) {
        return list == null ? "[]" : JsonMapper.shared().writeValueAsString(list);
    }
}
