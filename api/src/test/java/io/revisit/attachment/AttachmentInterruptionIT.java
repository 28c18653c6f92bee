package io.revisit.attachment;

import static io.revisit.attachment.Uploading.code;
import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AttachmentInterruptionIT extends AttachmentTest {

    @Test
    void keepsWhatArrivedAndGoesOnFromThere() throws IOException {
        byte[] content = text(3_000_000);
        Uploading rep = uploading(Persona.REP);
        UUID id = begun(rep, content);
        int sent = 0;
        for (int bytes : new int[] {700_000, 1, 1_500_000}) {
            try (Socket socket = rep.begin(id, sent, content, bytes)) {
                assertThat(socket.isConnected()).isTrue();
                awaitWriter(id);
            }
            sent += bytes;
            int expected = sent;
            eventually(() -> assertThat(sql.texts(
                            "select received_bytes from attachment_upload where attachment_id = ? and writer is null",
                            id))
                    .containsExactly(String.valueOf(expected)));
            assertThat(rep.offset(id)).isEqualTo(expected);
        }

        assertThat(rep.patch(id, sent, Arrays.copyOfRange(content, sent, content.length))
                        .statusCode())
                .isEqualTo(204);
        assertThat(state(id)).isEqualTo("STORED");
    }

    @Test
    void isWrittenToByOneRequestAtATime() throws IOException {
        byte[] content = text(1_000_000);
        Uploading rep = uploading(Persona.REP);
        UUID id = begun(rep, content);

        try (Socket socket = rep.begin(id, 0, content, 10)) {
            assertThat(socket.isConnected()).isTrue();
            awaitWriter(id);
            assertThat(code(rep.patch(id, 0, content))).isEqualTo("423 UNAVAILABLE");
            assertThat(code(rep.send("DELETE", "/" + id, new byte[0]))).isEqualTo("423 UNAVAILABLE");
            assertThat(rep.offset(id)).isZero();
        }

        eventually(() -> assertThat(rep.offset(id)).isEqualTo(10));
        eventually(() -> assertThat(rep.patch(id, 10, Arrays.copyOfRange(content, 10, content.length))
                        .statusCode())
                .isEqualTo(204));
    }

    @Test
    void isFreeAgainWhenItsWriterWasKilled() {
        byte[] content = text(1000);
        Uploading rep = uploading(Persona.REP);
        UUID id = begun(rep, content);
        sql.run(
                "update attachment_upload set writer = gen_random_uuid(), writer_until = '2026-03-02T08:00:30Z' where attachment_id = ?",
                id);

        assertThat(code(rep.patch(id, 0, content))).isEqualTo("423 UNAVAILABLE");
        clock.advance(Duration.ofSeconds(30));
        assertThat(rep.patch(id, 0, content).statusCode()).isEqualTo(204);
    }

    @Test
    void aWriterWhoWasAwayForTooLongIsRefused() throws IOException {
        byte[] content = text(1_000_000);
        Uploading rep = uploading(Persona.REP);
        UUID id = begun(rep, content);

        try (Socket late = rep.begin(id, 0, content, 100)) {
            awaitWriter(id);
            clock.advance(Duration.ofSeconds(31));
            assertThat(rep.patch(id, 0, Arrays.copyOf(content, 500)).statusCode())
                    .isEqualTo(204);
            late.getOutputStream().write(content, 100, content.length - 100);
            late.getOutputStream().flush();
            byte[] answer = new byte[12];
            assertThat(late.getInputStream().readNBytes(answer, 0, 12)).isEqualTo(12);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 409");
        }

        assertThat(rep.offset(id)).isEqualTo(500);
        assertThat(rep.patch(id, 500, Arrays.copyOfRange(content, 500, content.length))
                        .statusCode())
                .isEqualTo(204);
        assertThat(state(id)).isEqualTo("STORED");
    }

    private void awaitWriter(UUID id) {
        eventually(() -> assertThat(
                        sql.text("select writer is not null from attachment_upload where attachment_id = ?", id))
                .isEqualTo("t"));
    }

    private UUID begun(Uploading rep, byte[] content) {
        UUID id = rep.announce(company.own.customer(), "notes.txt", "text/plain", content);
        assertThat(rep.create(id, content.length).statusCode()).isEqualTo(201);
        return id;
    }
}
