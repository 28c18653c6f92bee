package io.revisit.attachment.store;

import java.util.UUID;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where bytes lie. Whatever is answered as written survives a crash and is read by every node. Writing the same again
 * replaces it; deleting what is not there does nothing.
 */
public interface BlobStore {

    /** Keeps a part of an upload. */
    Mono<Void> writePart(UUID tenantId, UUID generation, long offset, byte[] bytes);

    /** All bytes of an upload, in order. */
    Flux<DataBuffer> readUpload(UploadName upload);

    /** Makes an upload's bytes a blob, all of them or none; the upload stays until it is deleted. */
    Mono<Void> keep(UploadName upload, BlobName blob);

    Mono<Void> deleteUpload(UUID tenantId, UUID generation);

    /** Some bytes of a blob. */
    Flux<DataBuffer> read(BlobName blob, long from, long length);

    Mono<Void> writeThumbnail(BlobName blob, byte[] bytes);

    /** The picture that was made of a blob; nothing when none was. */
    Mono<byte[]> readThumbnail(BlobName blob);

    /** Deletes a blob and its thumbnail. */
    Mono<Void> delete(BlobName blob);
}
