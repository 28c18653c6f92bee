package io.revisit.attachment;

import static io.revisit.attachment.Uploading.code;
import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AttachmentContentIT extends AttachmentTest {
    private static final byte[] NOTHING = new byte[0];

    @Test
    void isReadAsItWasSent() {
        byte[] content = text(300_000);
        UUID id = uploading(Persona.REP).store(company.own.customer(), "报价 \"1\".txt", "text/plain", content);

        HttpResponse<byte[]> read = get(Persona.SUPERVISOR, id, "content");

        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo(content);
        assertThat(header(read, "Content-Type")).isEqualTo("text/plain");
        assertThat(header(read, "ETag")).isEqualTo('"' + Uploading.sha256(content) + '"');
        assertThat(header(read, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(read, "Content-Security-Policy")).isEqualTo("default-src 'none'; sandbox");
        assertThat(header(read, "Cache-Control")).isEqualTo("private, no-cache");
        assertThat(header(read, "Content-Disposition"))
                .startsWith("attachment; ")
                .contains("filename*=UTF-8''%E6%8A%A5%E4%BB%B7%20%221%22.txt");
        HttpResponse<byte[]> head = uploading(Persona.REP).send("HEAD", "/" + id + "/content", NOTHING);
        assertThat(header(head, "Content-Length")).isEqualTo("300000");
        assertThat(get(Persona.REP, id, "content", "If-None-Match", header(read, "ETag"))
                        .statusCode())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-9, 0, 10, 206",
        "bytes=100000-, 100000, 200000, 206",
        "bytes=-5, 199995, 200000, 206",
        "bytes=199999-300000, 199999, 200000, 206",
        "'bytes=0-1,5-6', 0, 200000, 200",
        "lines=1-2, 0, 200000, 200"
    })
    void isReadInParts(String range, int from, int to, int status) {
        byte[] content = text(200_000);
        UUID id = uploading(Persona.REP).store(company.own.customer(), "notes.txt", "text/plain", content);

        HttpResponse<byte[]> read = get(Persona.REP, id, "content", "Range", range);

        assertThat(read.statusCode()).isEqualTo(status);
        assertThat(read.body()).isEqualTo(Arrays.copyOfRange(content, from, to));
        assertThat(header(read, "Content-Range"))
                .isEqualTo(status == 206 ? "bytes %d-%d/200000".formatted(from, to - 1) : "none");
    }

    @Test
    void aRangeMustLieWithinAndBeOfThisContent() {
        byte[] content = text(1000);
        UUID id = uploading(Persona.REP).store(company.own.customer(), "notes.txt", "text/plain", content);

        HttpResponse<byte[]> beyond = get(Persona.REP, id, "content", "Range", "bytes=1000-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(header(beyond, "Content-Range")).isEqualTo("bytes */1000");
        assertThat(get(Persona.REP, id, "content", "Range", "bytes=0-1", "If-Range", "\"other\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void isReadByWhoeverSeesTheCustomer(Persona persona) {
        UUID id = uploading(Persona.REP).store(company.own.customer(), "notes.txt", "text/plain", text(10));

        boolean visible = company.visibleTo(persona).contains(company.own);
        assertThat(get(persona, id, "content").statusCode()).isEqualTo(visible ? 200 : 404);
        assertThat(code(uploading(otherCompany(), persona).send("GET", "/" + id + "/content", NOTHING)))
                .isEqualTo("404 NOT_FOUND");
        assertThat(code(uploading(otherCompany(), persona).send("GET", "/" + id + "/thumbnail", NOTHING)))
                .isEqualTo("404 NOT_FOUND");
        assertThat(code(anonymousUploading().send("GET", "/" + id + "/content", NOTHING)))
                .isEqualTo("401 UNAUTHENTICATED");
    }

    @Test
    void endsWithTheRightsAndWithTheAttachment() {
        byte[] content = text(10);
        UUID id = uploading(Persona.REP).store(company.shared.customer(), "notes.txt", "text/plain", content);
        UUID pending = uploading(Persona.REP).announce(company.own.customer(), "x.txt", "text/plain", text(10));
        assertThat(code(get(Persona.REP, pending, "content"))).isEqualTo("409 INVALID_STATE");
        assertThat(code(get(Persona.REP, UUID.randomUUID(), "content"))).isEqualTo("404 NOT_FOUND");

        company.run("delete from customer_share where customer_id = '%s'".formatted(company.shared.customer()));
        assertThat(code(get(Persona.REP, id, "content"))).isEqualTo("404 NOT_FOUND");
        assertThat(get(Persona.OUTSIDER, id, "content").statusCode()).isEqualTo(200);
        sql.run("update attachment set deleted_at = '2026-03-02' where id = ?", id);
        assertThat(code(get(Persona.OUTSIDER, id, "content"))).isEqualTo("404 NOT_FOUND");
    }

    @Test
    void picturesHaveASmallOne() throws IOException {
        UUID id = uploading(Persona.REP)
                .store(company.own.customer(), "shop.png", "image/png", picture("png", 1600, 400));

        for (int time = 0; time < 2; time++) {
            HttpResponse<byte[]> read = get(Persona.REP, id, "thumbnail");
            assertThat(read.statusCode()).isEqualTo(200);
            assertThat(header(read, "Content-Type")).isEqualTo("image/jpeg");
            assertThat(header(read, "X-Content-Type-Options")).isEqualTo("nosniff");
            BufferedImage small = ImageIO.read(new ByteArrayInputStream(read.body()));
            assertThat(small.getWidth()).isEqualTo(320);
            assertThat(small.getHeight()).isEqualTo(80);
        }
    }

    @Test
    void aSmallPictureStandsAsTheCameraWasHeld() throws IOException {
        byte[] jpeg = picture("jpeg", 800, 400);
        ByteBuffer turned = ByteBuffer.allocate(jpeg.length + 36);
        // Start of image, and an EXIF part whose only entry says that the right side is up.
        turned.putShort((short) 0xffd8)
                .putShort((short) 0xffe1)
                .putShort((short) 34)
                .putInt(0x45786966)
                .putShort((short) 0);
        turned.putShort((short) 0x4d4d).putShort((short) 42).putInt(8).putShort((short) 1);
        turned.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) 6)
                .putShort((short) 0)
                .putInt(0);
        turned.put(jpeg, 2, jpeg.length - 2);
        UUID id = uploading(Persona.REP).store(company.own.customer(), "shop.jpg", "image/jpeg", turned.array());

        BufferedImage small = ImageIO.read(
                new ByteArrayInputStream(get(Persona.REP, id, "thumbnail").body()));

        assertThat(small.getWidth()).isEqualTo(160);
        assertThat(small.getHeight()).isEqualTo(320);
        // The picture's left half is dark; turned clockwise, that is the upper one.
        assertThat(new java.awt.Color(small.getRGB(80, 60)).getRed()).isLessThan(60);
        assertThat(new java.awt.Color(small.getRGB(80, 260)).getRed()).isGreaterThan(200);
    }

    @Test
    void whatIsNoPictureOrTooLargeHasNone() throws IOException {
        UUID text = uploading(Persona.REP).store(company.own.customer(), "notes.txt", "text/plain", text(100));
        assertThat(code(get(Persona.REP, text, "thumbnail"))).isEqualTo("404 NOT_FOUND");
        UUID bomb = uploading(Persona.REP).store(company.own.customer(), "x.png", "image/png", bomb());
        assertThat(code(get(Persona.REP, bomb, "thumbnail"))).isEqualTo("404 NOT_FOUND");
        byte[] damaged = Arrays.copyOf(picture("png", 100, 100), 60);
        UUID broken = uploading(Persona.REP).store(company.own.customer(), "x.png", "image/png", damaged);
        assertThat(code(get(Persona.REP, broken, "thumbnail"))).isEqualTo("404 NOT_FOUND");
    }

    private HttpResponse<byte[]> get(Persona persona, UUID id, String what, String... headers) {
        return uploading(persona).send("GET", "/" + id + "/" + what, NOTHING, headers);
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("none");
    }

    /** Dark on the left, bright on the right. */
    private static byte[] picture(String format, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int x = width / 2; x < width; x++) {
            for (int y = 0; y < height; y++) {
                image.setRGB(x, y, 0xffffff);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return bytes.toByteArray();
    }

    /** The head of a PNG of 60,000 times 60,000 pixels. */
    private static byte[] bomb() {
        ByteBuffer head = ByteBuffer.allocate(33);
        head.putLong(0x89504e470d0a1a0aL)
                .putInt(13)
                .putInt(0x49484452)
                .putInt(60_000)
                .putInt(60_000);
        head.put(new byte[] {8, 2, 0, 0, 0});
        CRC32 sum = new CRC32();
        sum.update(head.array(), 12, 17);
        return head.putInt((int) sum.getValue()).array();
    }
}
