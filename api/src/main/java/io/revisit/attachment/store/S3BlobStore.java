package io.revisit.attachment.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/**
 * Objects in a bucket. The parts of an upload are objects of their own, named by their offset, and not parts of a
 * multipart upload: these must have 5 MiB, more than a phone gets through between two dead spots.
 */
final class S3BlobStore implements BlobStore, DisposableBean {
    private static final DefaultDataBufferFactory BUFFERS = DefaultDataBufferFactory.sharedInstance;

    private final S3AsyncClient client;
    private final String bucket;
    private final String prefix;
    private final Scheduler scheduler;

    S3BlobStore(S3AsyncClient client, String bucket, String prefix, Scheduler scheduler) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
        this.scheduler = scheduler;
    }

    @Override
    public Mono<Void> writePart(UUID tenantId, UUID generation, long offset, byte[] bytes) {
        return put(part(UploadName.path(tenantId, generation), offset), bytes);
    }

    @Override
    public Flux<DataBuffer> readUpload(UploadName upload) {
        return bytes(upload).map(BUFFERS::wrap);
    }

    @Override
    public Mono<Void> keep(UploadName upload, BlobName blob) {
        return call(() -> client.putObject(
                        request ->
                                request.bucket(bucket).key(prefix + blob.path()).contentLength(upload.byteCount()),
                        AsyncRequestBody.fromPublisher(bytes(upload))))
                .then();
    }

    @Override
    public Mono<Void> deleteUpload(UUID tenantId, UUID generation) {
        String folder = prefix + UploadName.path(tenantId, generation) + "/";
        return list(folder, null)
                .expand(page -> Boolean.TRUE.equals(page.isTruncated())
                        ? list(folder, page.nextContinuationToken())
                        : Mono.empty())
                .filter(ListObjectsV2Response::hasContents)
                .concatMap(page -> deleteAll(page.contents().stream()
                        .map(found ->
                                ObjectIdentifier.builder().key(found.key()).build())
                        .toList()))
                .then();
    }

    @Override
    public Flux<DataBuffer> read(BlobName blob, long from, long length) {
        return get(prefix + blob.path(), from, length).map(BUFFERS::wrap);
    }

    @Override
    public Mono<Void> writeThumbnail(BlobName blob, byte[] bytes) {
        return put(prefix + blob.thumbnailPath(), bytes);
    }

    @Override
    public Mono<byte[]> readThumbnail(BlobName blob) {
        return call(() -> client.getObject(
                        request -> request.bucket(bucket).key(prefix + blob.thumbnailPath()),
                        AsyncResponseTransformer.toBytes()))
                .map(found -> found.asByteArray())
                .onErrorComplete(NoSuchKeyException.class);
    }

    @Override
    public Mono<Void> delete(BlobName blob) {
        return deleteAll(Stream.of(blob.thumbnailPath(), blob.path())
                .map(path -> ObjectIdentifier.builder().key(prefix + path).build())
                .toList());
    }

    @Override
    public void destroy() {
        client.close();
        scheduler.dispose();
    }

    /** One part after another; each is an object that no longer changes. */
    private Flux<ByteBuffer> bytes(UploadName upload) {
        return Flux.range(0, upload.partOffsets().size())
                .concatMap(
                        index -> get(part(upload.path(), upload.partOffsets().get(index)), 0, upload.partLength(index)),
                        1);
    }

    private String part(String path, long offset) {
        return prefix + path + "/" + "%012d".formatted(offset);
    }

    private Flux<ByteBuffer> get(String key, long from, long length) {
        return call(() -> client.getObject(
                        request -> request.bucket(bucket).key(key).range("bytes=" + from + "-" + (from + length - 1)),
                        AsyncResponseTransformer.toPublisher()))
                .flatMapMany(Flux::from);
    }

    private Mono<Void> put(String key, byte[] bytes) {
        return call(() ->
                        client.putObject(request -> request.bucket(bucket).key(key), AsyncRequestBody.fromBytes(bytes)))
                .then();
    }

    private Mono<ListObjectsV2Response> list(String folder, @Nullable String after) {
        return call(() -> client.listObjectsV2(
                request -> request.bucket(bucket).prefix(folder).continuationToken(after)));
    }

    private Mono<Void> deleteAll(List<ObjectIdentifier> objects) {
        return call(() -> client.deleteObjects(request -> request.bucket(bucket)
                        .delete(Delete.builder().objects(objects).quiet(true).build())))
                .flatMap(answer -> answer.hasErrors() && !answer.errors().isEmpty()
                        ? Mono.error(new IllegalStateException("Not deleted: " + answer.errors()))
                        : Mono.empty());
    }

    /** Off the event loops: the client looks for credentials, and signs, before it lets go of the caller's thread. */
    private <T> Mono<T> call(Supplier<CompletableFuture<T>> call) {
        return Mono.fromFuture(call).subscribeOn(scheduler);
    }
}
