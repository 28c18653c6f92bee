package io.revisit.mobile.rxdb;

import io.revisit.mobile.MobileSettings;
import io.revisit.sync.cursor.Cursor;
import io.revisit.sync.pull.PullEngine;
import io.revisit.sync.pull.PullPage;
import io.revisit.sync.pull.PullRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Pages of the engine as batches of documents. RxDB stops at the first batch that is not full, so a batch is filled while
 * there are records; what a lost scope takes along comes on top.
 */
@Component
class RxdbPull {
    /** RxDB keeps the checkpoint only of batches that hold something; one this old gets a document that it has already. */
    private static final Duration OLD = Duration.ofDays(1);

    private static final int BATCH_OF_ALL = 5000;

    private final PullEngine engine;
    private final RxdbRepository repository;
    private final RxdbAttachmentRepository attachments;
    private final InstantSource clock;

    RxdbPull(PullEngine engine, RxdbRepository repository, RxdbAttachmentRepository attachments, InstantSource clock) {
        this.engine = engine;
        this.repository = repository;
        this.attachments = attachments;
        this.clock = clock;
    }

    /** What follows a cursor, at most about that many documents. */
    Mono<Batch> pull(Replication replication, @Nullable Cursor cursor, int limit) {
        return gather(replication, cursor, limit, new Gathered(replication))
                .flatMap(batch -> isIdle(cursor, batch) ? withSomething(replication, batch) : Mono.just(batch))
                .flatMap(batch ->
                        attachments.fill(replication, batch.documents()).thenReturn(batch));
    }

    /** What differs from the versions that the phone has; for one whose cursor is good for nothing any more. */
    Mono<Batch> reconcile(Replication replication, Map<UUID, Long> versions) {
        return gather(replication, null, Integer.MAX_VALUE, new Gathered(replication))
                .flatMap(all -> {
                    Set<UUID> unknown = new HashSet<>(versions.keySet());
                    List<ObjectNode> differing = new ArrayList<>();
                    for (ObjectNode document : all.documents()) {
                        UUID id = Documents.id(document);
                        unknown.remove(id);
                        Long version = versions.get(id);
                        if (version == null
                                || version != document.get(Documents.VERSION).longValue()) {
                            differing.add(document);
                        }
                    }
                    unknown.forEach(id -> differing.add(Documents.deleted(id)));
                    return attachments
                            .fill(replication, differing)
                            .thenReturn(new Batch(differing, all.cursor(), false));
                });
    }

    /** Where somebody stands who has everything up to now. */
    Mono<Cursor> now(Replication replication) {
        return engine.now(replication.reader(), replication.schema());
    }

    private Mono<Batch> gather(Replication replication, @Nullable Cursor cursor, int limit, Gathered gathered) {
        PullRequest request = new PullRequest(
                cursor,
                replication.schema(),
                Set.of(replication.collection().name()),
                false,
                MobileSettings.MOST_PULL_BYTES,
                Math.min(BATCH_OF_ALL, limit - gathered.size()));
        return engine.pull(replication.reader(), request).flatMap(page -> {
            gathered.add(page);
            return page.more() && gathered.size() < limit
                    ? gather(replication, page.cursor(), limit, gathered)
                    : repository
                            .gone(replication, gathered.lostScopes, gathered.tombstones)
                            .map(gone -> new Batch(gathered.documents(gone), page.cursor(), page.more()));
        });
    }

    private boolean isIdle(@Nullable Cursor cursor, Batch batch) {
        return cursor != null
                && batch.documents().isEmpty()
                && cursor.issuedAt().plus(OLD).isBefore(clock.instant());
    }

    private Mono<Batch> withSomething(Replication replication, Batch idle) {
        return gather(replication, null, 1, new Gathered(replication))
                .map(first -> new Batch(first.documents(), idle.cursor(), false));
    }

    /** What the pages of a batch hold. A record that stands in several scopes is one document. */
    private static final class Gathered {
        private final Replication replication;
        private final Map<UUID, ObjectNode> rows = new LinkedHashMap<>();
        private final Set<UUID> tombstones = new HashSet<>();
        private final Set<UUID> lostScopes = new HashSet<>();

        Gathered(Replication replication) {
            this.replication = replication;
        }

        int size() {
            return rows.size();
        }

        void add(PullPage page) {
            lostScopes.addAll(page.drops());
            for (PullPage.Rows of : page.rows()) {
                for (JsonNode row : Documents.JSON.readTree("[" + of.json() + "]")) {
                    ObjectNode document = Documents.of(replication, of.columns(), row);
                    rows.put(Documents.id(document), document);
                }
            }
            for (PullPage.Tombstones of : page.tombstones()) {
                for (JsonNode pair : Documents.JSON.readTree("[" + of.json() + "]")) {
                    tombstones.add(UUID.fromString(pair.get(1).stringValue()));
                }
            }
        }

        /** What is gone is known later than the rows were read, so it wins. */
        List<ObjectNode> documents(List<UUID> gone) {
            gone.forEach(rows::remove);
            List<ObjectNode> documents = new ArrayList<>(rows.values());
            gone.forEach(id -> documents.add(Documents.deleted(id)));
            return documents;
        }
    }
}
