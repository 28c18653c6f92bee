package io.revisit.mobile.rxdb;

import io.revisit.platform.database.Database;
import io.revisit.platform.database.Transaction;
import io.revisit.platform.mutation.NewIds;
import io.revisit.sync.collection.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Gives edits, which have none in RxDB, an identity and a base. */
@Repository
class RxdbEditRepository {
    /** The same edit as the last one of its record is that one, sent again. */
    private static final String IDENTIFY =
            """
            insert into rxdb_edit (tenant_id, device_id, record_id, edit_hash, mutation_id) values ($1, $2, $3, $4, $5)
            on conflict (tenant_id, device_id, record_id) do update
            set edit_hash = excluded.edit_hash,
                mutation_id = case when rxdb_edit.edit_hash = excluded.edit_hash then rxdb_edit.mutation_id
                                   else excluded.mutation_id end
            returning mutation_id
            """;

    /** RxDB sends a state that is the master's when it has taken over the answer: the edit is through. */
    private static final String FORGET =
            "delete from rxdb_edit where tenant_id = $1 and device_id = $2 and record_id = any ($3)";

    private static final String CURRENT = "select r.id, %s::text from %s r where r.tenant_id = $1 and r.id = any ($2)";

    private final Database database;

    RxdbEditRepository(Database database) {
        this.database = database;
    }

    /** Those of the edits that do something, in their order. */
    Mono<List<Identified>> identify(Replication replication, List<RxdbEdit> edits, String requestId) {
        UUID[] idle = edits.stream()
                .filter(edit -> edit.operation() == null)
                .map(RxdbEdit::recordId)
                .toArray(UUID[]::new);
        List<RxdbEdit> real = edits.stream()
                .filter(edit -> edit.operation() != null)
                .sorted(Comparator.comparing(edit -> String.valueOf(edit.recordId())))
                .toList();
        return edits.isEmpty()
                ? Mono.just(List.of())
                : database.write(
                        replication.viewer().actor(requestId), transaction -> forget(replication, idle, transaction)
                                .then(bases(replication, real, transaction))
                                .flatMap(bases -> Flux.fromIterable(real)
                                        .concatMap(edit -> identify(replication, edit, transaction)
                                                .map(id -> new Identified(edit, id, base(edit, bases))))
                                        .collectList()));
    }

    private static @Nullable Long base(RxdbEdit edit, Map<UUID, Long> bases) {
        Long version = edit.baseVersion();
        return version == null ? bases.get(edit.recordId()) : version;
    }

    private static Mono<Long> forget(Replication replication, UUID[] records, Transaction transaction) {
        return records.length == 0
                ? Mono.just(0L)
                : transaction.update(
                        FORGET,
                        replication.viewer().tenantId(),
                        replication.viewer().deviceId(),
                        records);
    }

    private static Mono<UUID> identify(Replication replication, RxdbEdit edit, Transaction transaction) {
        return transaction
                .query(
                        IDENTIFY,
                        row -> Objects.requireNonNull(row.get(0, UUID.class)),
                        replication.viewer().tenantId(),
                        replication.viewer().deviceId(),
                        Objects.requireNonNull(edit.recordId()),
                        edit.hash(),
                        NewIds.at(transaction.now()))
                .single();
    }

    /** The version of the record as it is, for a phone that made it and never learned its version, if it is still like that. */
    private static Mono<Map<UUID, Long>> bases(Replication replication, List<RxdbEdit> edits, Transaction transaction) {
        Map<UUID, RxdbEdit> unknown = new HashMap<>();
        edits.stream()
                .filter(edit -> edit.baseVersion() == null && !edit.assumed().isEmpty())
                .forEach(edit -> unknown.put(Objects.requireNonNull(edit.recordId()), edit));
        if (unknown.isEmpty()) {
            return Mono.just(Map.of());
        }
        Collection collection = replication.collection();
        String sql = CURRENT.formatted(collection.asArray(replication.schema(), "null"), collection.table());
        List<String> columns = collection.columns(replication.schema());
        Replication whole = new Replication(replication.viewer(), collection, replication.schema(), true);
        return transaction
                .query(
                        sql,
                        row -> Map.entry(
                                Objects.requireNonNull(row.get(0, UUID.class)),
                                Documents.of(whole, columns, json(row.get(1, String.class)))),
                        replication.viewer().tenantId(),
                        unknown.keySet().toArray(UUID[]::new))
                .filter(current -> Objects.requireNonNull(unknown.get(current.getKey()))
                        .startsFrom(replication, current.getValue()))
                .collectMap(
                        Map.Entry::getKey,
                        current -> current.getValue().get(Documents.VERSION).longValue());
    }

    private static JsonNode json(@Nullable String text) {
        return Documents.JSON.readTree(Objects.requireNonNull(text));
    }

    /**
     * An edit as the engine can tell it from others.
     *
     * @param mutationId the same when the same edit comes again
     * @param baseVersion the version of the record that it started from, null when nobody can tell
     */
    record Identified(RxdbEdit edit, UUID mutationId, @Nullable Long baseVersion) {}
}
