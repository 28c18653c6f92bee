package io.revisit.attachment.tus;

import io.revisit.access.AccessRepository;
import io.revisit.attachment.Attachment;
import io.revisit.attachment.AttachmentRepository;
import io.revisit.attachment.AttachmentSettings;
import io.revisit.attachment.KnownContentRepository;
import io.revisit.contract.ErrorCode;
import io.revisit.platform.database.Database;
import io.revisit.platform.database.Transaction;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.mutation.NewIds;
import io.revisit.platform.security.Viewer;
import java.util.UUID;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/**
 * Who may upload what, and how far it is. An upload is named by its attachment, so a client that lost the answer to
 * its beginning finds it again.
 */
@Service
class Uploads {
    private final Database database;
    private final AccessRepository access;
    private final AttachmentRepository attachments;
    private final KnownContentRepository knownContent;
    private final UploadRepository uploads;
    private final AttachmentSettings settings;

    Uploads(
            Database database,
            AccessRepository access,
            AttachmentRepository attachments,
            KnownContentRepository knownContent,
            UploadRepository uploads,
            AttachmentSettings settings) {
        this.database = database;
        this.access = access;
        this.attachments = attachments;
        this.knownContent = knownContent;
        this.uploads = uploads;
        this.settings = settings;
    }

    /** Begins an upload, or finds the one that was begun; content that the viewer may read already is complete at once. */
    Mono<UploadProgress> create(Viewer viewer, String requestId, UUID attachmentId, long length) {
        long largest = settings.largest().toBytes();
        if (length > largest) {
            return Mono.error(Refusals.tooLarge(largest));
        }
        return write(viewer, requestId, attachmentId, (transaction, attachment) -> {
            if (attachment.announced().byteCount() != length) {
                return Mono.error(Refusals.otherLength());
            }
            return knownContent
                    .isKnown(transaction, viewer, attachment.announced())
                    .flatMap(known -> known
                            ? attachments
                                    .abandonUpload(transaction, attachmentId)
                                    .then(Mono.defer(() -> attachments.store(transaction, attachmentId)))
                                    .thenReturn(UploadProgress.complete(attachmentId, length))
                            : begin(transaction, viewer, attachment).map(UploadProgress::of));
        });
    }

    Mono<UploadProgress> find(Viewer viewer, String requestId, UUID attachmentId) {
        return write(viewer, requestId, attachmentId, (transaction, attachment) -> current(
                        transaction, uploads.find(transaction, viewer.tenantId(), attachment))
                .map(UploadProgress::of));
    }

    /** Lets nobody else write for a while. */
    Mono<UploadLock> lock(Viewer viewer, String requestId, UUID attachmentId, long offset) {
        return database.write(viewer.actor(requestId), transaction -> own(transaction, viewer, attachmentId)
                .flatMap(attachment -> attachment.stored()
                        ? Mono.error(Refusals.otherOffset(attachment.announced().byteCount()))
                        : current(transaction, uploads.findLocked(transaction, attachment)))
                .flatMap(upload -> {
                    if (upload.isLocked(transaction.now())) {
                        return Mono.error(Refusals.locked());
                    }
                    if (upload.receivedBytes() != offset) {
                        return Mono.error(Refusals.otherOffset(upload.receivedBytes()));
                    }
                    UUID writer = NewIds.at(transaction.now());
                    return uploads.lock(
                                    transaction,
                                    attachmentId,
                                    writer,
                                    transaction.now().plus(settings.lockTime()))
                            .thenReturn(new UploadLock(transaction.actor(), upload, writer));
                }));
    }

    /** Ends an upload and throws away what arrived; the attachment goes on waiting for its content. */
    Mono<Void> terminate(Viewer viewer, String requestId, UUID attachmentId) {
        return database.write(viewer.actor(requestId), transaction -> own(transaction, viewer, attachmentId)
                .flatMap(attachment -> current(transaction, uploads.findLocked(transaction, attachment)))
                .flatMap(upload -> upload.isLocked(transaction.now())
                        ? Mono.error(Refusals.locked())
                        : attachments.abandonUpload(transaction, attachmentId))
                .then());
    }

    private Mono<Upload> begin(Transaction transaction, Viewer viewer, Attachment attachment) {
        return uploads.findLocked(transaction, attachment)
                .flatMap(upload -> upload.isExpired(transaction.now())
                        ? attachments
                                .abandonUpload(transaction, attachment.id())
                                .then(Mono.defer(() -> insert(transaction, viewer, attachment)))
                        : Mono.just(upload))
                .switchIfEmpty(Mono.defer(() -> insert(transaction, viewer, attachment)));
    }

    private Mono<Upload> insert(Transaction transaction, Viewer viewer, Attachment attachment) {
        return uploads.count(transaction, viewer.userId())
                .flatMap(count -> count >= settings.uploadsPerUser()
                        ? Mono.error(Refusals.tooManyUploads(settings.uploadsPerUser()))
                        : uploads.insert(
                                transaction,
                                attachment.id(),
                                NewIds.at(transaction.now()),
                                viewer.userId(),
                                transaction.now().plus(settings.uploadLifetime())))
                .then(Mono.defer(() -> uploads.findLocked(transaction, attachment)));
    }

    private static Mono<Upload> current(Transaction transaction, Mono<Upload> found) {
        return found.switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.NOT_FOUND)))
                .flatMap(upload ->
                        upload.isExpired(transaction.now()) ? Mono.error(Refusals.expired()) : Mono.just(upload));
    }

    private Mono<UploadProgress> write(Viewer viewer, String requestId, UUID attachmentId, Step step) {
        return database.write(viewer.actor(requestId), transaction -> own(transaction, viewer, attachmentId)
                .flatMap(attachment -> attachment.stored()
                        ? Mono.just(UploadProgress.complete(
                                attachmentId, attachment.announced().byteCount()))
                        : step.take(transaction, attachment)));
    }

    /**
     * The attachment, whose metadata nobody changes now. Whoever announced it may bring its content even when he has lost the
     * customer meanwhile: a day's work offline is not lost to a reassignment. To others it is there only if they may see it.
     */
    private Mono<Attachment> own(Transaction transaction, Viewer viewer, UUID attachmentId) {
        return attachments
                .lock(transaction, attachmentId)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.NOT_FOUND)))
                .flatMap(attachment -> viewer.userId().equals(attachment.createdBy())
                        ? Mono.just(attachment)
                        : access.requireVisible(transaction, viewer, "Attachment", attachmentId, "attachmentId")
                                .then(Mono.error(() -> new ApiException(ErrorCode.FORBIDDEN))));
    }

    @FunctionalInterface
    private interface Step {
        Mono<UploadProgress> take(Transaction transaction, Attachment attachment);
    }
}
