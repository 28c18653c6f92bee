package io.revisit.attachment.cleaning;

import io.revisit.attachment.AttachmentRepository;
import io.revisit.attachment.AttachmentSettings;
import io.revisit.attachment.store.BlobName;
import io.revisit.attachment.store.BlobRepository;
import io.revisit.attachment.store.BlobStore;
import io.revisit.attachment.store.Garbage;
import io.revisit.platform.database.Actor;
import io.revisit.platform.database.Database;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Cleans up after one tenant after the other. What is deleted from the store was made garbage by a transaction before;
 * that it is off the list is noted afterwards, so a crash only means that it is deleted again.
 */
@Component
class Cleaning {
    private static final Logger LOG = LoggerFactory.getLogger(Cleaning.class);
    private static final int MOST_AT_ONCE = 500;

    private final Database database;
    private final StaleRepository stale;
    private final AttachmentRepository attachments;
    private final BlobRepository blobs;
    private final BlobStore store;
    private final AttachmentSettings settings;
    private final InstantSource clock;

    Cleaning(
            Database database,
            StaleRepository stale,
            AttachmentRepository attachments,
            BlobRepository blobs,
            BlobStore store,
            AttachmentSettings settings,
            InstantSource clock) {
        this.database = database;
        this.stale = stale;
        this.attachments = attachments;
        this.blobs = blobs;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    Mono<Void> run() {
        return stale.tenants()
                .flatMapMany(Flux::fromIterable)
                .concatMap(tenantId -> clean(tenantId).onErrorResume(failure -> {
                    LOG.warn("Attachments of tenant {} were not cleaned up", tenantId, failure);
                    return Mono.empty();
                }))
                .then();
    }

    private Mono<Void> clean(UUID tenantId) {
        Actor system = Actor.system(tenantId);
        return abandonUploads(system)
                .then(Mono.defer(() -> removePending(system)))
                .then(Mono.defer(() -> abandonBlobs(system)))
                .then(Mono.defer(() -> takeOut(system)));
    }

    private Mono<Void> abandonUploads(Actor system) {
        return database.write(system, transaction -> stale.expiredUploads(transaction, MOST_AT_ONCE)
                        .collectList())
                .flatMapMany(Flux::fromIterable)
                .concatMap(id -> database.write(system, transaction -> attachments.abandonUpload(transaction, id)))
                .then();
    }

    private Mono<Void> removePending(Actor system) {
        var before = clock.instant().minus(settings.pendingLifetime());
        return database.write(system, transaction -> stale.pendingAttachments(transaction, before, MOST_AT_ONCE)
                        .collectList())
                .flatMapMany(Flux::fromIterable)
                .concatMap(id -> database.write(system, transaction -> attachments
                        .lock(transaction, id)
                        .filter(attachment -> !attachment.stored())
                        .flatMap(attachment -> attachments.remove(transaction, id))))
                .then();
    }

    private Mono<Void> abandonBlobs(Actor system) {
        var before = clock.instant().minus(settings.orphanLifetime());
        return database.write(system, transaction -> blobs.orphans(transaction, before, MOST_AT_ONCE)
                        .collectList())
                .flatMapMany(Flux::fromIterable)
                .concatMap(sha256 -> database.write(system, transaction -> blobs.abandon(transaction, sha256)))
                .then();
    }

    private Mono<Void> takeOut(Actor system) {
        return database.write(system, transaction -> blobs.due(transaction, MOST_AT_ONCE)
                        .collectList())
                .flatMapMany(Flux::fromIterable)
                .concatMap(garbage -> delete(system.tenantId(), garbage)
                        .then(Mono.defer(() -> database.write(
                                system, transaction -> blobs.forget(transaction, garbage.generation())))))
                .then();
    }

    private Mono<Void> delete(UUID tenantId, Garbage garbage) {
        return garbage.sha256() == null
                ? store.deleteUpload(tenantId, garbage.generation())
                : store.delete(new BlobName(tenantId, garbage.sha256(), garbage.generation()));
    }
}
