package io.revisit.attachment.tus;

import io.revisit.attachment.AttachmentSettings;
import io.revisit.attachment.store.BlobStore;
import io.revisit.platform.database.Database;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes in the bytes of one request. However it ends, what arrived is kept and the upload is free again. */
@Component
class UploadReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(UploadReceiver.class);

    private final Database database;
    private final UploadRepository uploads;
    private final UploadCompletion completion;
    private final BlobStore store;
    private final AttachmentSettings settings;
    private final InstantSource clock;

    UploadReceiver(
            Database database,
            UploadRepository uploads,
            UploadCompletion completion,
            BlobStore store,
            AttachmentSettings settings,
            InstantSource clock) {
        this.database = database;
        this.uploads = uploads;
        this.completion = completion;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    /** Answers how far the upload is afterwards. */
    Mono<UploadProgress> receive(UploadLock lock, Flux<DataBuffer> body, @Nullable Checksum checksum) {
        PartWriter writer = new PartWriter(database, uploads, store, settings, clock, lock, checksum);
        return body.timeout(settings.idleTime())
                .onErrorMap(Interruption::new)
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                .concatMap(writer::accept, 1)
                .then(Mono.defer(writer::finish))
                .onErrorResume(Interruption.class, interruption -> writer.interrupt())
                .flatMap(received ->
                        received.byteCount() == lock.upload().announced().byteCount()
                                ? completion.complete(lock, received)
                                : Mono.just(writer.progress()))
                .onErrorResume(failure -> release(lock).then(Mono.error(failure)))
                .flatMap(progress -> release(lock).thenReturn(progress));
    }

    private Mono<Void> release(UploadLock lock) {
        return database.write(lock.actor(), transaction -> uploads.release(transaction, lock))
                .onErrorResume(failure -> {
                    LOG.warn(
                            "The lock of upload {} ends by itself",
                            lock.upload().attachmentId(),
                            failure);
                    return Mono.empty();
                });
    }

    /** The client went away, or was silent for too long. */
    private static final class Interruption extends RuntimeException {
        Interruption(Throwable cause) {
            super(cause);
        }
    }
}
