package io.revisit.attachment.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/** What every store of blobs must do. */
abstract class BlobStoreContract {
    private static final String SHA_256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private final UUID tenantId = UUID.randomUUID();
    private final UUID generation = UUID.randomUUID();
    private final BlobName blob = new BlobName(tenantId, SHA_256, generation);

    abstract BlobStore store();

    @Test
    void makesABlobOfParts() {
        byte[] bytes = bytes(3_000_000);
        UploadName upload = write(bytes, 0, 1_000_000, 1_000_001, 2_500_000);

        assertThat(read(store().readUpload(upload))).isEqualTo(bytes);
        store().keep(upload, blob).block();

        assertThat(read(store().read(blob, 0, bytes.length))).isEqualTo(bytes);
        assertThat(read(store().read(blob, 999_990, 20))).isEqualTo(Arrays.copyOfRange(bytes, 999_990, 1_000_010));
        assertThat(read(store().read(blob, bytes.length - 1L, 1))).containsExactly(bytes[bytes.length - 1]);
    }

    @Test
    void aPartIsReplacedByALaterOne() {
        store().writePart(tenantId, generation, 0, text("first")).block();
        store().writePart(tenantId, generation, 5, text("of an interrupted writer"))
                .block();
        store().writePart(tenantId, generation, 5, text(" second")).block();

        assertThat(read(store().readUpload(new UploadName(tenantId, generation, List.of(0L, 5L), 12))))
                .asString()
                .isEqualTo("first second");
    }

    @Test
    void anUploadIsDeletedAndItsBlobStays() {
        byte[] bytes = bytes(1000);
        UploadName upload = write(bytes, 0, 500);
        store().keep(upload, blob).block();

        store().deleteUpload(tenantId, generation).block();
        store().deleteUpload(tenantId, generation).block();

        assertThatThrownBy(() -> read(store().readUpload(upload))).isNotNull();
        assertThat(read(store().read(blob, 0, 1000))).isEqualTo(bytes);
    }

    @Test
    void aBlobIsDeletedWithItsThumbnail() {
        store().keep(write(bytes(10), 0), blob).block();
        assertThat(store().readThumbnail(blob).block()).isNull();
        store().writeThumbnail(blob, text("picture")).block();
        store().writeThumbnail(blob, text("picture")).block();
        assertThat(store().readThumbnail(blob).block()).asString().isEqualTo("picture");

        store().delete(blob).block();
        store().delete(blob).block();

        assertThat(store().readThumbnail(blob).block()).isNull();
        assertThatThrownBy(() -> read(store().read(blob, 0, 10))).isNotNull();
    }

    @Test
    void keepsNothingOfAnUploadThatIsNotWhole() {
        UploadName upload = write(bytes(1000), 0);
        UploadName claimed = new UploadName(tenantId, generation, List.of(0L, 1000L), 2000);

        assertThatThrownBy(() -> store().keep(claimed, blob).block()).isNotNull();

        assertThatThrownBy(() -> read(store().read(blob, 0, 1))).isNotNull();
        store().keep(upload, blob).block();
        assertThat(read(store().read(blob, 0, 1000))).hasSize(1000);
    }

    private UploadName write(byte[] bytes, long... offsets) {
        List<Long> parts = Arrays.stream(offsets).boxed().toList();
        UploadName upload = new UploadName(tenantId, generation, parts, bytes.length);
        for (int index = 0; index < offsets.length; index++) {
            int from = (int) offsets[index];
            byte[] part = Arrays.copyOfRange(bytes, from, from + (int) upload.partLength(index));
            store().writePart(tenantId, generation, from, part).block();
        }
        return upload;
    }

    private static byte[] read(Flux<DataBuffer> buffers) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        buffers.doOnNext(buffer -> {
                    byte[] some = new byte[buffer.readableByteCount()];
                    buffer.read(some);
                    bytes.writeBytes(some);
                })
                .blockLast();
        return bytes.toByteArray();
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
