package io.revisit.mobile.rxdb;

import io.revisit.contract.ErrorCode;
import io.revisit.mobile.Cursors;
import io.revisit.mobile.Fields;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.security.Viewer;
import io.revisit.platform.sync.PushLimits;
import io.revisit.platform.sync.Pushing;
import io.revisit.sync.change.Delivery;
import io.revisit.sync.change.FieldValues;
import io.revisit.sync.change.MutationReader;
import io.revisit.sync.change.Refusal;
import io.revisit.sync.cursor.Snapshot;
import io.revisit.sync.push.Arrival;
import io.revisit.sync.push.Status;
import io.revisit.sync.push.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows of RxDB's push as mutations of the engine. What was done answers nothing; what was not answers the record as it
 * stands, which RxDB takes over, so that nothing is sent forever: the edit itself is kept in an issue.
 */
@Component
class RxdbPush {
    private static final Logger LOG = LoggerFactory.getLogger(RxdbPush.class);

    private final Pushing pushing;
    private final RxdbEditRepository edits;
    private final RxdbAttachmentRepository attachments;
    private final Cursors cursors;
    private final PushLimits limits;
    private final InstantSource clock;

    RxdbPush(
            Pushing pushing,
            RxdbEditRepository edits,
            RxdbAttachmentRepository attachments,
            Cursors cursors,
            PushLimits limits,
            InstantSource clock) {
        this.pushing = pushing;
        this.edits = edits;
        this.attachments = attachments;
        this.cursors = cursors;
        this.limits = limits;
        this.clock = clock;
    }

    /** The documents that the phone must take over, in RxDB's words the conflicts. */
    Mono<ArrayNode> push(Replication replication, JsonNode body, String requestId) {
        JsonNode rows = body.isArray() ? body : new Fields(body).body().path("rows");
        requireRows(rows, replication.viewer(), body);
        List<RxdbEdit> all = new ArrayList<>();
        rows.forEach(row -> all.add(RxdbEdit.of(replication, row)));
        List<RxdbEdit> refused =
                all.stream().filter(edit -> edit.recordId() == null).toList();
        List<RxdbEdit> known =
                all.stream().filter(edit -> edit.recordId() != null).toList();
        List<ObjectNode> conflicts = new ArrayList<>();
        refused.forEach(edit -> conflicts.add(refused(edit, "id")));
        Delivery delivery = new Delivery(sentAt(body), clock.instant());
        return edits.identify(replication, known, requestId)
                .flatMapMany(Flux::fromIterable)
                .concatMap(identified -> sending(replication, identified, delivery, body))
                .collectList()
                .flatMap(sendings -> send(replication, sendings, conflicts, requestId))
                .flatMap(documents -> attachments.fill(replication, documents).thenReturn(documents))
                .map(documents -> Documents.JSON.createArrayNode().addAll(documents));
    }

    private void requireRows(JsonNode rows, Viewer viewer, JsonNode body) {
        if (!rows.isArray()) {
            throw ApiException.invalid("rows", "NOT_A_LIST");
        }
        if (rows.size() > limits.mutations()) {
            throw new ApiException(ErrorCode.PAYLOAD_TOO_LARGE, List.of("rows"), Map.of("limit", limits.mutations()));
        }
        String author = body.path("author").asString("");
        if (!author.isEmpty() && !author.equals(viewer.userId().toString())) {
            throw new ApiException(ErrorCode.FORBIDDEN, List.of("author"), Map.of("problem", "NOT_YOURS"));
        }
    }

    private Instant sentAt(JsonNode body) {
        String text = body.path("sentAt").asString("");
        try {
            return text.isEmpty()
                    ? clock.instant()
                    : FieldValues.instant("sentAt", text).toInstant();
        } catch (Refusal refusal) {
            throw Pushing.exception(refusal.reason());
        }
    }

    /** The engine's form of an edit, or the document that refuses it. */
    private Mono<Sending> sending(
            Replication replication, RxdbEditRepository.Identified identified, Delivery delivery, JsonNode body) {
        RxdbEdit edit = identified.edit();
        UUID recordId = Objects.requireNonNull(edit.recordId());
        Mono<Set<String>> withContent = edit.fields().containsKey(Documents.ATTACHMENTS)
                ? attachments.keep(replication, recordId, edit.document())
                : Mono.just(Set.of());
        return Mono.zip(withContent, seen(edit, body, replication.viewer())).map(known -> {
            try {
                ObjectNode mutation = mutation(replication, identified, known.getT1());
                return new Sending(
                        edit,
                        new Arrival(
                                MutationReader.read(mutation, limits.mutationBytes()),
                                delivery,
                                known.getT2().orElse(null)));
            } catch (Refusal refusal) {
                LOG.warn("A row of {} was refused: {}", replication.collection().name(), refusal.reason());
                return new Sending(edit, null);
            }
        });
    }

    private static ObjectNode mutation(
            Replication replication, RxdbEditRepository.Identified identified, Set<String> withContent) {
        RxdbEdit edit = identified.edit();
        ObjectNode mutation = Documents.JSON
                .createObjectNode()
                .put("id", identified.mutationId().toString())
                .put("author", replication.viewer().userId().toString())
                .put("collection", replication.collection().name())
                .put("recordId", String.valueOf(edit.recordId()))
                .put("op", Objects.requireNonNull(edit.operation()).name());
        if (identified.baseVersion() != null) {
            mutation.put("baseVersion", identified.baseVersion());
        }
        if (edit.row().path("occurredAt").isString()) {
            mutation.set("occurredAt", edit.row().path("occurredAt"));
        }
        ObjectNode fields = mutation.putObject("fields");
        edit.fields()
                .forEach((name, value) ->
                        fields.set(name, name.equals(Documents.ATTACHMENTS) ? withContent(value, withContent) : value));
        return mutation;
    }

    private static JsonNode withContent(JsonNode list, Set<String> names) {
        ArrayNode known = Documents.JSON.createArrayNode();
        for (JsonNode attachment : list) {
            if (names.contains(attachment.path("name").asString())) {
                known.add(attachment);
            }
        }
        return known;
    }

    /** What the phone had seen when it made the edit. A token that tells nothing gives no rights, and takes none. */
    private Mono<Optional<String>> seen(RxdbEdit edit, JsonNode body, Viewer viewer) {
        String token = edit.row().path("cursor").asString(body.path("cursor").asString(""));
        return token.isEmpty()
                ? Mono.just(Optional.empty())
                : cursors.read(token, viewer, "cursor")
                        .map(cursor -> Optional.ofNullable(cursor.seen()).map(Snapshot::text))
                        .onErrorResume(ApiException.class, unusable -> Mono.just(Optional.empty()));
    }

    private Mono<List<ObjectNode>> send(
            Replication replication, List<Sending> sendings, List<ObjectNode> conflicts, String requestId) {
        List<Sending> sent =
                sendings.stream().filter(sending -> sending.arrival() != null).toList();
        sendings.stream()
                .filter(sending -> sending.arrival() == null)
                .forEach(sending -> conflicts.add(refused(sending.edit(), "fields")));
        if (sent.isEmpty()) {
            return Mono.just(conflicts);
        }
        List<Arrival> arrivals = sent.stream()
                .map(sending -> Objects.requireNonNull(sending.arrival()))
                .toList();
        return pushing.push(replication.viewer(), arrivals, requestId).map(verdicts -> {
            for (int index = 0; index < verdicts.size(); index++) {
                conflict(replication, sent.get(index).edit(), verdicts.get(index))
                        .ifPresent(conflicts::add);
            }
            return conflicts;
        });
    }

    private static Optional<ObjectNode> conflict(Replication replication, RxdbEdit edit, Verdict verdict) {
        Status status = verdict.outcome().status();
        if (status == null) {
            // Nothing was decided: RxDB sends it again, and what was decided is only repeated.
            throw new ApiException(ErrorCode.UNAVAILABLE);
        }
        Verdict.Current current = verdict.current();
        return switch (status) {
            case APPLIED, MERGED, HELD -> Optional.empty();
            case CONFLICT, REJECTED ->
                Optional.of(
                        current == null
                                ? gone(edit.document())
                                : Documents.of(replication, current.fields(), current.syncVersion()));
        };
    }

    /** An edit that cannot even be kept: the phone goes back to where it was. */
    private static ObjectNode refused(RxdbEdit edit, String problem) {
        LOG.warn("A document cannot be read by its {}", problem);
        return edit.assumed().isEmpty()
                ? gone(edit.document())
                : ((ObjectNode) edit.assumed().deepCopy());
    }

    private static ObjectNode gone(JsonNode document) {
        ObjectNode gone = document instanceof ObjectNode object ? object.deepCopy() : Documents.JSON.createObjectNode();
        gone.remove(List.of("_attachments_data", Documents.RXDB_ATTACHMENTS));
        return gone.put(Documents.DELETED, true);
    }

    /** An edit with its arrival, null when it cannot be read. */
    private record Sending(RxdbEdit edit, @Nullable Arrival arrival) {}
}
