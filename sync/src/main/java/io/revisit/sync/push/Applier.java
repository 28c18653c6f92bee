package io.revisit.sync.push;

import io.revisit.contract.ErrorCode;
import io.revisit.sync.change.Change;
import io.revisit.sync.change.FieldValues;
import io.revisit.sync.change.Mutation;
import io.revisit.sync.change.Refusal;
import io.revisit.sync.change.SentFields;
import io.revisit.sync.change.SentFields.Reference;
import io.revisit.sync.collection.Collection;
import io.revisit.sync.collection.Collections;
import io.revisit.sync.collection.Operation;
import io.revisit.sync.push.Conflict.Winner;
import io.revisit.sync.push.Issues.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Applies one mutation: finds what it refers to, locks the record, merges, and has the feature do the rest. Fails with a
 * {@link Refusal}, or with {@link MissingException} when a record does not exist yet.
 */
final class Applier {
    private final Collections collections;
    private final PushSettings settings;
    private final Records records;
    private final Issues issues;

    Applier(Collections collections, PushSettings settings, Records records, Issues issues) {
        this.collections = collections;
        this.settings = settings;
        this.records = records;
        this.issues = issues;
    }

    Mono<Outcome> apply(UnitOfWork work, Arrival arrival) {
        return Mono.defer(() -> {
            Mutation mutation = arrival.mutation();
            Collection collection = collections
                    .named(mutation.collection())
                    .orElseThrow(() -> Refusal.invalid("collection", "UNKNOWN_COLLECTION"));
            Duration skew = arrival.delivery().clockSkew(settings.toleratedSkew());
            SentFields sent = SentFields.of(collection, mutation, skew);
            return references(work, sent.references())
                    .flatMap(scopes -> switch (mutation.operation()) {
                        case CREATE -> create(work, arrival, collection, sent.values(), scopes);
                        case UPDATE, DELETE ->
                            find(work, collection, mutation.recordId())
                                    .flatMap(
                                            stored -> change(work, arrival, collection, sent.values(), stored, scopes));
                    })
                    .map(outcome -> skew.isZero() ? outcome : outcome.withClockSkew(skew));
        });
    }

    /** The same, on the record as it is now. */
    Mono<Outcome> applyNow(UnitOfWork work, Arrival arrival) {
        Mutation mutation = arrival.mutation();
        return Mono.justOrEmpty(collections.named(mutation.collection()))
                .flatMap(collection -> records.lock(work, collection, mutation.recordId()))
                .map(stored -> arrival.onBase(stored.version()))
                .defaultIfEmpty(arrival)
                .flatMap(rebased -> apply(work, rebased));
    }

    /** The scopes of each record that is referred to. */
    private Mono<Map<UUID, Set<UUID>>> references(UnitOfWork work, Set<Reference> references) {
        return Flux.fromIterable(references)
                .concatMap(reference -> Mono.justOrEmpty(collections.named(reference.collection()))
                        .flatMap(collection -> records.scopes(work, collection, reference.id())
                                .switchIfEmpty(Mono.error(() -> new MissingException(collection, reference.id()))))
                        .map(scopes -> Map.entry(reference.id(), scopes)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private Mono<Stored> find(UnitOfWork work, Collection collection, UUID id) {
        return records.lock(work, collection, id)
                .switchIfEmpty(Mono.defer(() -> records.tombstones(work, collection, id))
                        .map(scopes -> new Stored(Map.of(), 0, scopes, true)))
                .switchIfEmpty(Mono.error(() -> new MissingException(collection, id)));
    }

    private Mono<Outcome> create(
            UnitOfWork work,
            Arrival arrival,
            Collection collection,
            Map<String, @Nullable Object> fields,
            Map<UUID, Set<UUID>> scopes) {
        Mutation mutation = arrival.mutation();
        return records.lockId(work, mutation.recordId())
                .then(Mono.defer(() -> rights(work, arrival, scopes)))
                .flatMap(rights -> applied(work, arrival, collection, fields, Map.of(), rights.seenThen(scopes)))
                .map(late -> outcome(Status.APPLIED, null, late));
    }

    /** Whoever neither sees the record nor saw it then learns nothing of it, not even that it is there. */
    private Mono<Outcome> change(
            UnitOfWork work,
            Arrival arrival,
            Collection collection,
            Map<String, @Nullable Object> sent,
            Stored stored,
            Map<UUID, Set<UUID>> scopes) {
        Mutation mutation = arrival.mutation();
        Map<UUID, Set<UUID>> allScopes = new HashMap<>(scopes);
        allScopes.put(mutation.recordId(), stored.scopes());
        return rights(work, arrival, allScopes).flatMap(rights -> {
            boolean late = !rights.see(stored.scopes());
            if (late && !rights.saw(stored.scopes())) {
                throw new Refusal(ErrorCode.NOT_FOUND, List.of("id"), Map.of());
            }
            boolean deletes = mutation.operation() == Operation.DELETE;
            if (stored.deleted()) {
                return deletes ? Mono.just(outcome(Status.APPLIED, null, late)) : parked(work, arrival, late);
            }
            Set<UUID> seenThen = rights.seenThen(allScopes);
            return records.history(
                            work, mutation.recordId(), mutation.baseVersion(), stored.version(), settings.changesKept())
                    .flatMap(history -> deletes
                            ? delete(work, arrival, collection, stored, history, seenThen, late)
                            : update(work, arrival, collection, sent, stored, history, seenThen, late));
        });
    }

    private Mono<Outcome> update(
            UnitOfWork work,
            Arrival arrival,
            Collection collection,
            Map<String, @Nullable Object> sent,
            Stored stored,
            Merge.History history,
            Set<UUID> seenThen,
            boolean late) {
        Merge merge = Merge.of(collection, sent, stored, history, late);
        Mono<Boolean> applied = merge.changesAnything()
                ? applied(work, arrival, collection, merge.fields(), stored.values(), seenThen)
                : Mono.just(false);
        return applied.flatMap(done -> merge.conflicts().isEmpty()
                ? Mono.just(outcome(history.hasOthers() ? Status.MERGED : Status.APPLIED, null, late))
                : issues.conflict(work, arrival, Kind.CONFLICT, merge.conflicts())
                        .map(issue -> outcome(Status.CONFLICT, issue, late)));
    }

    /** Delete wins; what others changed meanwhile is kept, unless its author may no longer see it. */
    private Mono<Outcome> delete(
            UnitOfWork work,
            Arrival arrival,
            Collection collection,
            Stored stored,
            Merge.History history,
            Set<UUID> seenThen,
            boolean late) {
        List<Conflict> lostEdits = history.known() && !late ? lostEdits(collection, stored, history) : List.of();
        return applied(work, arrival, collection, Map.of(), stored.values(), seenThen)
                .flatMap(done -> lostEdits.isEmpty()
                        ? Mono.just(outcome(Status.APPLIED, null, late))
                        : issues.conflict(work, arrival, Kind.DELETE_OF_EDITED, lostEdits)
                                .map(issue -> outcome(Status.CONFLICT, issue, late)));
    }

    private static List<Conflict> lostEdits(Collection collection, Stored stored, Merge.History history) {
        return collection.type().fields().stream()
                .filter(field -> collection.accepts().allows(Operation.UPDATE, field.name()))
                .flatMap(field -> collection.column(field).stream()
                        .filter(history::isOthers)
                        .map(column -> {
                            Replaced theirs = history.last(column);
                            Object base = history.base(column);
                            return new Conflict(
                                    field.name(),
                                    FieldValues.json(FieldValues.stored(field, base)),
                                    null,
                                    FieldValues.json(stored.values().get(field.name())),
                                    theirs == null ? null : theirs.actorId(),
                                    theirs == null ? null : theirs.changedAt(),
                                    Winner.MINE);
                        }))
                .toList();
    }

    private Mono<Outcome> parked(UnitOfWork work, Arrival arrival, boolean late) {
        return issues.conflict(work, arrival, Kind.EDIT_OF_DELETED, List.of())
                .map(issue -> outcome(Status.CONFLICT, issue, late));
    }

    private Mono<Rights> rights(UnitOfWork work, Arrival arrival, Map<UUID, Set<UUID>> scopes) {
        Set<UUID> all = scopes.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        return records.rights(work, all, arrival.seen());
    }

    /** Has the feature do it, by the rights of now and of when the author did it. Whether only the latter allowed it. */
    private static Mono<Boolean> applied(
            UnitOfWork work,
            Arrival arrival,
            Collection collection,
            Map<String, @Nullable Object> fields,
            Map<String, @Nullable Object> current,
            Set<UUID> seenThen) {
        Mutation mutation = arrival.mutation();
        Change change = new Change(
                mutation.operation(),
                mutation.recordId(),
                new LinkedHashMap<>(fields),
                current,
                mutation.occurredAt(),
                arrival.delivery());
        return work.apply(collection, change, seenThen);
    }

    private static Outcome outcome(Status status, @Nullable UUID issueId, boolean late) {
        return new Outcome(status, issueId, late, null, null);
    }
}
