package io.revisit.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.S3Server;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The same application with its attachments in an S3-compatible store. */
class AttachmentS3IT extends AttachmentTest {
    private static S3Server server;

    @DynamicPropertySource
    static void configure(DynamicPropertyRegistry properties) {
        server = S3Server.start("company");
        properties.add("revisit.attachments.s3.bucket", () -> "company");
        properties.add("revisit.attachments.s3.endpoint", server::endpoint);
        properties.add("revisit.attachments.s3.access-key", () -> "key");
        properties.add("revisit.attachments.s3.secret-key", () -> "secret");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void interruptedUploadIsResumedAndRead() throws IOException {
        byte[] content = text(6_000_000);
        Uploading rep = uploading(Persona.REP);
        UUID id = rep.announce(company.own.customer(), "notes.txt", "text/plain", content);
        rep.create(id, content.length);
        try (Socket socket = rep.begin(id, 0, content, 2_500_000)) {
            assertThat(socket.isConnected()).isTrue();
        }
        eventually(() -> assertThat(sql.texts(
                        "select received_bytes from attachment_upload where attachment_id = ? and writer is null", id))
                .containsExactly("2500000"));

        assertThat(rep.patch(id, 2_500_000, Arrays.copyOfRange(content, 2_500_000, content.length))
                        .statusCode())
                .isEqualTo(204);

        assertThat(state(id)).isEqualTo("STORED");
        assertThat(rep.send("GET", "/" + id + "/content", new byte[0]).body()).isEqualTo(content);
        assertThat(rep.send("GET", "/" + id + "/content", new byte[0], "Range", "bytes=2499999-2500000")
                        .body())
                .isEqualTo(Arrays.copyOfRange(content, 2_499_999, 2_500_001));
        assertThat(sql.number("select count(*) from attachment_garbage where tenant_id = ?", company.tenantId()))
                .isZero();
    }
}
