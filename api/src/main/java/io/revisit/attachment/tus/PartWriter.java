package io.revisit.attachment.tus;

import io.revisit.attachment.AttachmentSettings;
import io.revisit.attachment.store.BlobStore;
import io.revisit.attachment.store.UploadName;
import io.revisit.platform.database.Database;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Mono;

/**
 * Collects the bytes of one request into parts, stores each, and notes it. Bytes with a checksum are noted only when all
 * have arrived and the sum is right; the upload's last bytes are never noted here, but by its completion.
 */
final class PartWriter {
    private final Database database;
    private final UploadRepository uploads;
    private final BlobStore store;
    private final AttachmentSettings settings;
    private final InstantSource clock;
    private final UploadLock lock;
    private final @Nullable Checksum checksum;
    private final @Nullable MessageDigest digest;

    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private final List<Long> unnoted = new ArrayList<>();
    private final List<Long> parts;
    private final long byteCount;
    private long noted;
    private long stored;
    private Instant lastStored;
    private Instant expiresAt;

    PartWriter(
            Database database,
            UploadRepository uploads,
            BlobStore store,
            AttachmentSettings settings,
            InstantSource clock,
            UploadLock lock,
            @Nullable Checksum checksum) {
        this.database = database;
        this.uploads = uploads;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.lock = lock;
        this.checksum = checksum;
        this.digest = checksum == null ? null : checksum.digest();
        this.parts = new ArrayList<>(lock.upload().partOffsets());
        this.byteCount = lock.upload().announced().byteCount();
        this.noted = lock.upload().receivedBytes();
        this.stored = noted;
        this.lastStored = clock.instant();
        this.expiresAt = lock.upload().expiresAt();
    }

    /** Takes over a buffer; done when there is room for the next. */
    Mono<Void> accept(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        if (stored + waiting.size() + bytes.length > byteCount) {
            return Mono.error(Refusals.tooLarge(byteCount));
        }
        if (digest != null) {
            digest.update(bytes);
        }
        waiting.writeBytes(bytes);
        boolean full = waiting.size() >= settings.partSize().toBytes();
        boolean late = !lastStored.plus(settings.partTime()).isAfter(clock.instant());
        return full || late ? flush() : Mono.empty();
    }

    /** The request has ended well. */
    Mono<UploadName> finish() {
        if (checksum != null && digest != null) {
            checksum.require(digest);
        }
        return storeWaiting().then(Mono.defer(this::note)).then(Mono.fromSupplier(this::received));
    }

    /** The request was cut off: what cannot be vouched for is as if it had not arrived. */
    Mono<UploadName> interrupt() {
        return checksum == null ? finish() : Mono.fromSupplier(this::notedOnly);
    }

    UploadProgress progress() {
        return new UploadProgress(lock.upload().attachmentId(), byteCount, noted, expiresAt);
    }

    private Mono<Void> flush() {
        return storeWaiting().then(Mono.defer(() -> checksum == null ? note() : renew()));
    }

    private Mono<Void> storeWaiting() {
        if (waiting.size() == 0) {
            return Mono.empty();
        }
        byte[] bytes = waiting.toByteArray();
        waiting.reset();
        long offset = stored;
        return store.writePart(lock.actor().tenantId(), lock.upload().generation(), offset, bytes)
                .then(Mono.fromRunnable(() -> {
                    unnoted.add(offset);
                    stored = offset + bytes.length;
                    lastStored = clock.instant();
                }));
    }

    private Mono<Void> note() {
        if (unnoted.isEmpty() || stored == byteCount) {
            return Mono.empty();
        }
        Instant now = clock.instant();
        expiresAt = now.plus(settings.uploadLifetime());
        return database.write(
                        lock.actor(),
                        transaction -> uploads.record(
                                transaction, lock, noted, stored, unnoted, now.plus(settings.lockTime()), expiresAt))
                .flatMap(recorded -> recorded ? Mono.empty() : Mono.error(Refusals.takenOver()))
                .then(Mono.fromRunnable(() -> {
                    parts.addAll(unnoted);
                    unnoted.clear();
                    noted = stored;
                }));
    }

    private Mono<Void> renew() {
        Instant until = clock.instant().plus(settings.lockTime());
        return database.write(lock.actor(), transaction -> uploads.renew(transaction, lock, until))
                .flatMap(renewed -> renewed ? Mono.empty() : Mono.error(Refusals.takenOver()));
    }

    private UploadName received() {
        List<Long> all = new ArrayList<>(parts);
        all.addAll(unnoted);
        return new UploadName(lock.actor().tenantId(), lock.upload().generation(), all, stored);
    }

    private UploadName notedOnly() {
        return new UploadName(lock.actor().tenantId(), lock.upload().generation(), parts, noted);
    }
}
