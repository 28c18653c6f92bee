package io.revisit.attachment.tus;

import io.revisit.attachment.AttachmentRepository;
import io.revisit.attachment.content.ContentSniffer;
import io.revisit.attachment.store.BlobName;
import io.revisit.attachment.store.BlobRepository;
import io.revisit.attachment.store.BlobStore;
import io.revisit.attachment.store.UploadName;
import io.revisit.contract.ErrorCode;
import io.revisit.platform.database.Database;
import io.revisit.platform.database.Transaction;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.mutation.NewIds;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Makes an upload of which all bytes are in the store an attachment's content. It must be what was announced, else the
 * upload is thrown away. Its last bytes are noted nowhere before that: whoever is interrupted here sends them again.
 */
@Component
class UploadCompletion {
    private static final Logger LOG = LoggerFactory.getLogger(UploadCompletion.class);

    /** Time to read and store the largest attachment, were the store slow. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Database database;
    private final UploadRepository uploads;
    private final AttachmentRepository attachments;
    private final BlobRepository blobs;
    private final BlobStore store;
    private final ContentSniffer sniffer;
    private final InstantSource clock;

    UploadCompletion(
            Database database,
            UploadRepository uploads,
            AttachmentRepository attachments,
            BlobRepository blobs,
            BlobStore store,
            ContentSniffer sniffer,
            InstantSource clock) {
        this.database = database;
        this.uploads = uploads;
        this.attachments = attachments;
        this.blobs = blobs;
        this.store = store;
        this.sniffer = sniffer;
        this.clock = clock;
    }

    Mono<UploadProgress> complete(UploadLock lock, UploadName received) {
        Upload upload = lock.upload();
        Instant until = clock.instant().plus(LONGEST);
        return database.write(lock.actor(), transaction -> uploads.renew(transaction, lock, until))
                .flatMap(renewed -> renewed ? read(received) : Mono.error(Refusals.takenOver()))
                .flatMap(content -> content.sha256.equals(upload.announced().sha256())
                        ? sniffer.isOfType(
                                content.firstBytes, upload.announced().mediaType())
                        : discard(lock, received, Refusals.otherContent()))
                .flatMap(fits -> fits
                        ? keep(lock, received)
                        : discard(
                                lock,
                                received,
                                Refusals.otherMediaType(upload.announced().mediaType())))
                .then(Mono.defer(() -> cleanUp(lock, received)))
                .thenReturn(UploadProgress.complete(
                        upload.attachmentId(), upload.announced().byteCount()));
    }

    private Mono<Content> read(UploadName received) {
        MessageDigest digest = Checksum.digest("SHA-256");
        byte[] firstBytes = new byte[(int) Math.min(ContentSniffer.FIRST_BYTES, received.byteCount())];
        return store.readUpload(received)
                .reduce(0, (count, buffer) -> {
                    byte[] bytes = bytes(buffer);
                    digest.update(bytes);
                    if (count < firstBytes.length) {
                        System.arraycopy(
                                bytes, 0, firstBytes, count, Math.min(bytes.length, firstBytes.length - count));
                    }
                    return count + bytes.length;
                })
                .map(count -> new Content(
                        HexFormat.of().formatHex(digest.digest()),
                        Arrays.copyOf(firstBytes, Math.min(count, firstBytes.length))));
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private <T> Mono<T> discard(UploadLock lock, UploadName received, ApiException refusal) {
        return database.write(lock.actor(), transaction -> uploads.end(transaction, lock))
                .then(Mono.defer(() -> cleanUp(lock, received)))
                .then(Mono.error(refusal));
    }

    private Mono<Void> keep(UploadLock lock, UploadName received) {
        String sha256 = lock.upload().announced().sha256();
        return database.write(lock.actor(), transaction -> blobs.lock(transaction, sha256)
                        .flatMap(exists -> exists ? refer(transaction, lock) : Mono.just(false)))
                .flatMap(done -> done ? Mono.empty() : store(lock, received));
    }

    /** Stored first and referred to afterwards; until then it is on the list of garbage, should we not get that far. */
    private Mono<Void> store(UploadLock lock, UploadName received) {
        Instant now = clock.instant();
        BlobName blob =
                new BlobName(lock.actor().tenantId(), lock.upload().announced().sha256(), NewIds.at(now));
        return database.write(
                        lock.actor(), transaction -> blobs.intend(transaction, blob, now.plus(LONGEST.multipliedBy(2))))
                .then(Mono.defer(() -> store.keep(received, blob)))
                .then(Mono.defer(() -> database.write(lock.actor(), transaction -> blobs.adopt(
                                transaction,
                                blob,
                                received.byteCount(),
                                lock.upload().announced().mediaType())
                        .flatMap(adopted -> adopted
                                ? Mono.just(true)
                                // Somebody else stored the same at the same time: then ours is garbage.
                                : blobs.lock(transaction, blob.sha256()))
                        .flatMap(exists -> exists
                                ? refer(transaction, lock)
                                : Mono.error(new ApiException(ErrorCode.UNAVAILABLE))))))
                .then();
    }

    private Mono<Boolean> refer(Transaction transaction, UploadLock lock) {
        // The metadata first, as whoever looks for an upload does: the other way round the two would wait for each
        // other.
        return attachments
                .lock(transaction, lock.upload().attachmentId())
                .then(Mono.defer(() -> uploads.end(transaction, lock)))
                .flatMap(ended -> ended
                        ? attachments.store(transaction, lock.upload().attachmentId())
                        : Mono.error(Refusals.takenOver()))
                .flatMap(stored -> stored ? Mono.just(true) : Mono.error(new ApiException(ErrorCode.NOT_FOUND)));
    }

    /** At once if possible; whatever fails here is done by the clean-up. */
    private Mono<Void> cleanUp(UploadLock lock, UploadName received) {
        return store.deleteUpload(received.tenantId(), received.generation())
                .then(Mono.defer(() ->
                        database.write(lock.actor(), transaction -> blobs.forget(transaction, received.generation()))))
                .then()
                .onErrorResume(failure -> {
                    LOG.info("Upload {} is cleaned up later", received.generation(), failure);
                    return Mono.empty();
                });
    }

    /** What was found out about the bytes of an upload. */
    private static final class Content {
        private final String sha256;
        private final byte[] firstBytes;

        Content(String sha256, byte[] firstBytes) {
            this.sha256 = sha256;
            this.firstBytes = firstBytes;
        }
    }
}
