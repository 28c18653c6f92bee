package io.revisit.attachment.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.util.FileCopyUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Files in a folder, which several nodes may share. An upload is one file; a blob appears by renaming. */
final class FolderBlobStore implements BlobStore, DisposableBean {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int NEW_FOLDERS = 3;
    private static final DefaultDataBufferFactory BUFFERS = DefaultDataBufferFactory.sharedInstance;

    private final Path folder;
    private final Scheduler scheduler;

    FolderBlobStore(Path folder, Scheduler scheduler) {
        this.folder = folder.toAbsolutePath();
        this.scheduler = scheduler;
    }

    @Override
    public Mono<Void> writePart(UUID tenantId, UUID generation, long offset, byte[] bytes) {
        return run(() -> {
            Path file = withParent(folder.resolve(UploadName.path(tenantId, generation)));
            boolean created = !Files.exists(file);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer, offset + buffer.position());
                }
                channel.force(true);
            }
            if (created) {
                flushFolder(file);
            }
            return file;
        });
    }

    @Override
    public Flux<DataBuffer> readUpload(UploadName upload) {
        return read(folder.resolve(upload.path()), 0, upload.byteCount());
    }

    @Override
    public Mono<Void> keep(UploadName upload, BlobName blob) {
        return run(() -> {
            Path target = withParent(folder.resolve(blob.path()));
            Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
            try (FileChannel from = FileChannel.open(folder.resolve(upload.path()), StandardOpenOption.READ);
                    FileChannel to = FileChannel.open(
                            unfinished,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                long copied = 0;
                while (copied < upload.byteCount()) {
                    long count = from.transferTo(copied, upload.byteCount() - copied, to);
                    if (count <= 0) {
                        throw new IOException(upload.path() + " ends after " + copied + " bytes");
                    }
                    copied += count;
                }
                to.force(true);
            }
            return renameTo(unfinished, target);
        });
    }

    @Override
    public Mono<Void> deleteUpload(UUID tenantId, UUID generation) {
        return run(() -> Files.deleteIfExists(folder.resolve(UploadName.path(tenantId, generation))));
    }

    @Override
    public Flux<DataBuffer> read(BlobName blob, long from, long length) {
        return read(folder.resolve(blob.path()), from, length);
    }

    @Override
    public Mono<Void> writeThumbnail(BlobName blob, byte[] bytes) {
        return run(() -> {
            Path target = withParent(folder.resolve(blob.thumbnailPath()));
            // Two nodes may make the same picture at the same time.
            Path unfinished = Files.createTempFile(
                    target.getParent(), target.getFileName().toString(), ".unfinished");
            Files.write(unfinished, bytes);
            return renameTo(unfinished, target);
        });
    }

    @Override
    public Mono<byte[]> readThumbnail(BlobName blob) {
        return Mono.fromCallable(() -> {
                    try (var file = Files.newInputStream(folder.resolve(blob.thumbnailPath()))) {
                        return FileCopyUtils.copyToByteArray(file);
                    }
                })
                .onErrorComplete(NoSuchFileException.class)
                .subscribeOn(scheduler);
    }

    @Override
    public Mono<Void> delete(BlobName blob) {
        return run(() -> {
            Files.deleteIfExists(folder.resolve(blob.thumbnailPath()));
            Files.deleteIfExists(folder.resolve(blob.path() + ".unfinished"));
            return Files.deleteIfExists(folder.resolve(blob.path()));
        });
    }

    @Override
    public void destroy() {
        scheduler.dispose();
    }

    private Flux<DataBuffer> read(Path file, long from, long length) {
        Flux<DataBuffer> bytes = DataBufferUtils.readByteChannel(
                () -> FileChannel.open(file, StandardOpenOption.READ).position(from), BUFFERS, BUFFER_BYTES);
        return DataBufferUtils.takeUntilByteCount(bytes, length).subscribeOn(scheduler);
    }

    private Mono<Void> run(Callable<?> work) {
        return Mono.fromCallable(work).subscribeOn(scheduler).then();
    }

    private static Path withParent(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return file;
    }

    private static Path renameTo(Path unfinished, Path target) throws IOException {
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        flushFolder(target);
        return target;
    }

    /** A file's name must reach the disk too, with those of folders that are new; not every system can do this. */
    private static void flushFolder(Path file) {
        Path parent = file.getParent();
        for (int level = 0; level < NEW_FOLDERS && parent != null; level++) {
            try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (IOException unsupported) {
                return;
            }
            parent = parent.getParent();
        }
    }
}
