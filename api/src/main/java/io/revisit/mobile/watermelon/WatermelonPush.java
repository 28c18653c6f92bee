package io.revisit.mobile.watermelon;

import io.revisit.mobile.MobileErrors;
import io.revisit.mobile.watermelon.EditRepository.Last;
import io.revisit.platform.security.Viewer;
import io.revisit.platform.sync.PushLimits;
import io.revisit.platform.sync.Pushing;
import io.revisit.sync.change.Delivery;
import io.revisit.sync.change.MutationReader;
import io.revisit.sync.change.Refusal;
import io.revisit.sync.collection.Collections;
import io.revisit.sync.collection.Operation;
import io.revisit.sync.push.Arrival;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes mutations of what WatermelonDB sends, and has the engine carry them out. */
@Component
class WatermelonPush {
    private final Pushing pushing;
    private final Collections collections;
    private final Ordinals ordinals;
    private final RecordRepository records;
    private final EditRepository edits;
    private final PushLimits limits;
    private final MobileErrors errors;
    private final JsonMapper json;

    WatermelonPush(
            Pushing pushing,
            Collections collections,
            Ordinals ordinals,
            RecordRepository records,
            EditRepository edits,
            PushLimits limits,
            MobileErrors errors,
            JsonMapper json) {
        this.pushing = pushing;
        this.collections = collections;
        this.ordinals = ordinals;
        this.records = records;
        this.edits = edits;
        this.limits = limits;
        this.errors = errors;
        this.json = json;
    }

    /** The answer as JSON. */
    Mono<String> push(Viewer viewer, JsonNode body, @Nullable Long lastPulledAt, Delivery delivery, String requestId) {
        PushAnswer answer = new PushAnswer(errors, viewer);
        List<Edit> read = EditReader.read(body, collections, answer);
        return ordinals.findForEdits(viewer, lastPulledAt)
                .flatMap(ordinal -> {
                    Batch batch = new Batch(
                            viewer,
                            requestId,
                            lastPulledAt == null ? 0 : lastPulledAt,
                            ordinal.orElse(null),
                            delivery,
                            answer);
                    return settled(batch, read)
                            .flatMap(settled -> prepared(batch, settled))
                            .flatMap(prepared -> send(batch, prepared))
                            .then(Mono.defer(() -> noted(batch)));
                })
                .then(Mono.fromSupplier(() -> answer.write(json)));
    }

    /** What is made although it exists is an update, and what is removed although nobody ever had it needs nothing. */
    private Mono<List<Edit>> settled(Batch batch, List<Edit> read) {
        List<Edit> creations = of(read, Operation.CREATE);
        List<Edit> doubtful = new ArrayList<>(creations);
        doubtful.addAll(of(read, Operation.DELETE));
        Map<Edit, UUID> ids = new LinkedHashMap<>();
        creations.forEach(edit -> fields(batch, edit)
                .ifPresent(fields -> ids.put(edit, id(batch, edit, MutationIds.content(edit, fields, null), 0))));
        return Mono.zip(
                        records.existing(batch.viewer(), byCollection(doubtful)),
                        edits.sent(batch.viewer(), List.copyOf(ids.values())))
                .map(found -> {
                    List<Edit> settled = new ArrayList<>();
                    for (Edit edit : read) {
                        boolean exists = found.getT1()
                                .getOrDefault(edit.collection().name(), Set.of())
                                .contains(edit.id());
                        switch (edit.operation()) {
                            case CREATE ->
                                settled.add(exists && !found.getT2().contains(ids.get(edit)) ? edit.asUpdate() : edit);
                            case UPDATE -> settled.add(edit);
                            case DELETE -> {
                                if (exists) {
                                    settled.add(edit);
                                }
                            }
                        }
                    }
                    return settled;
                });
    }

    /** The edits as mutations, each with the version that it was based on. */
    private Mono<List<Prepared>> prepared(Batch batch, List<Edit> settled) {
        List<Edit> changes = settled.stream()
                .filter(edit -> edit.operation() != Operation.CREATE)
                .toList();
        String snapshot = batch.ordinal() == null ? null : batch.ordinal().basedOn();
        Mono<Map<String, Map<UUID, Long>>> bases =
                snapshot == null ? Mono.just(Map.of()) : records.bases(batch.viewer(), byCollection(changes), snapshot);
        return bases.flatMap(known -> {
            List<Last> wanted = new ArrayList<>();
            for (Edit edit : changes) {
                Long base = base(edit, known);
                fields(batch, edit)
                        .filter(fields -> !fields.isEmpty() || edit.operation() == Operation.DELETE)
                        .ifPresent(fields -> wanted.add(new Last(
                                edit.collection().name(),
                                edit.id(),
                                MutationIds.content(edit, fields, edit.version()),
                                batch.number(),
                                base)));
            }
            return edits.remember(batch.viewer(), batch.requestId(), batch.number(), wanted)
                    .map(last -> prepare(batch, settled, wanted, last));
        });
    }

    private List<Prepared> prepare(Batch batch, List<Edit> settled, List<Last> wanted, List<Last> last) {
        Map<String, Last> now = byRecord(wanted);
        Map<String, Last> remembered = byRecord(last);
        List<Prepared> prepared = new ArrayList<>();
        for (Edit edit : settled) {
            String key = edit.collection().name() + edit.id();
            Last mine = now.get(key);
            if (edit.operation() == Operation.CREATE) {
                fields(batch, edit)
                        .ifPresent(fields -> add(
                                batch,
                                prepared,
                                edit,
                                id(batch, edit, MutationIds.content(edit, fields, null), 0),
                                null,
                                fields));
            } else if (mine != null) {
                Last first = remembered.getOrDefault(key, mine);
                Last same = first.content().equals(mine.content()) ? first : mine;
                add(
                        batch,
                        prepared,
                        edit,
                        id(batch, edit, same.content(), same.ordinal()),
                        same.baseVersion(),
                        edit.fields());
            }
        }
        return prepared;
    }

    private void add(
            Batch batch,
            List<Prepared> prepared,
            Edit edit,
            UUID id,
            @Nullable Long base,
            Map<String, JsonNode> fields) {
        ObjectNode mutation = json.createObjectNode()
                .put("id", id.toString())
                .put("sequence", prepared.size())
                .put("author", batch.viewer().userId().toString())
                .put("collection", edit.collection().name())
                .put("recordId", edit.id().toString())
                .put("op", edit.operation().name())
                .put("baseVersion", base);
        mutation.putObject("fields").setAll(fields);
        try {
            String seen = batch.ordinal() == null ? null : batch.ordinal().judgedBy();
            prepared.add(new Prepared(
                    edit, new Arrival(MutationReader.read(mutation, limits.mutationBytes()), batch.delivery(), seen)));
        } catch (Refusal refusal) {
            batch.answer().refuse(edit.collection().name(), edit.id().toString(), refusal.reason());
        }
    }

    private Mono<Void> send(Batch batch, List<Prepared> prepared) {
        return Flux.fromIterable(prepared)
                .buffer(limits.mutations())
                .concatMap(some -> pushing.push(
                                batch.viewer(),
                                some.stream().map(Prepared::arrival).toList(),
                                batch.requestId())
                        .doOnNext(verdicts -> {
                            for (int index = 0; index < some.size(); index++) {
                                batch.answer().add(some.get(index).edit(), verdicts.get(index));
                            }
                        }))
                .then();
    }

    private Mono<Void> noted(Batch batch) {
        return batch.ordinal() == null
                ? Mono.empty()
                : ordinals.pushed(
                        batch.viewer(),
                        batch.requestId(),
                        batch.number(),
                        batch.answer().complete(),
                        batch.answer().resend());
    }

    /** The values of an edit; nothing when they cannot be read, and then it is refused. */
    private static Optional<Map<String, JsonNode>> fields(Batch batch, Edit edit) {
        try {
            return Optional.of(edit.fields());
        } catch (Refusal refusal) {
            batch.answer().refuse(edit.collection().name(), edit.id().toString(), refusal.reason());
            return Optional.empty();
        }
    }

    /** The older one of what the phone says and of what it had when its author may have made the edit. */
    private static @Nullable Long base(Edit edit, Map<String, Map<UUID, Long>> known) {
        Long had = known.getOrDefault(edit.collection().name(), Map.of()).get(edit.id());
        Long says = edit.version();
        return had == null || says == null ? (had == null ? says : had) : (Long) Math.min(had, says);
    }

    private static UUID id(Batch batch, Edit edit, String content, long ordinal) {
        return MutationIds.of(batch.viewer().deviceId(), edit, content, ordinal);
    }

    private static List<Edit> of(List<Edit> read, Operation operation) {
        return read.stream().filter(edit -> edit.operation() == operation).toList();
    }

    private static Map<String, Set<UUID>> byCollection(List<Edit> some) {
        Map<String, Set<UUID>> ids = new LinkedHashMap<>();
        some.forEach(edit -> ids.computeIfAbsent(edit.collection().name(), added -> new LinkedHashSet<>())
                .add(edit.id()));
        return ids;
    }

    private static Map<String, Last> byRecord(List<Last> some) {
        Map<String, Last> byRecord = new LinkedHashMap<>();
        some.forEach(last -> byRecord.put(last.collection() + last.recordId(), last));
        return byRecord;
    }

    /** One push. */
    private record Batch(
            Viewer viewer,
            String requestId,
            long number,
            @Nullable Ordinal ordinal,
            Delivery delivery,
            PushAnswer answer) {}

    private record Prepared(Edit edit, Arrival arrival) {}
}
