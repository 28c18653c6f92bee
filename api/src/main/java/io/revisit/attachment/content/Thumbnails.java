package io.revisit.attachment.content;

import io.revisit.attachment.store.BlobStore;
import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.ApiException;
import java.io.ByteArrayOutputStream;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Small pictures of pictures, made when first asked for and kept beside the content. */
@Component
class Thumbnails implements DisposableBean {
    /** What the platform can read; for others, such as HEIC and WebP, there is no thumbnail. */
    private static final Set<String> READABLE = Set.of("image/jpeg", "image/png", "image/gif");

    /** Scaling takes a core: two at a time, and whoever comes when many wait is told to come again. */
    private static final int THREADS = 2;

    private static final int LONGEST_QUEUE = 200;

    private final BlobStore store;
    private final Scheduler scheduler = Schedulers.newBoundedElastic(THREADS, LONGEST_QUEUE, "thumbnails");

    Thumbnails(BlobStore store) {
        this.store = store;
    }

    /** A JPEG of at most {@link Thumbnail#LARGEST_SIDE} pixels each way; nothing when none can be made. */
    Mono<byte[]> of(ReadableContent content) {
        return READABLE.contains(content.described().mediaType())
                ? store.readThumbnail(content.blob()).switchIfEmpty(Mono.defer(() -> make(content)))
                : Mono.empty();
    }

    @Override
    public void destroy() {
        scheduler.dispose();
    }

    private Mono<byte[]> make(ReadableContent content) {
        return Mono.defer(() -> bytes(content))
                .publishOn(scheduler)
                .mapNotNull(Thumbnail::of)
                .flatMap(
                        picture -> store.writeThumbnail(content.blob(), picture).thenReturn(picture))
                .onErrorMap(RejectedExecutionException.class, full -> new ApiException(ErrorCode.UNAVAILABLE));
    }

    private Mono<byte[]> bytes(ReadableContent content) {
        int size = Math.toIntExact(content.described().byteCount());
        return store.read(content.blob(), 0, size)
                .collect(() -> new ByteArrayOutputStream(size), (bytes, buffer) -> {
                    byte[] read = new byte[buffer.readableByteCount()];
                    buffer.read(read);
                    DataBufferUtils.release(buffer);
                    bytes.writeBytes(read);
                })
                .map(ByteArrayOutputStream::toByteArray);
    }
}
