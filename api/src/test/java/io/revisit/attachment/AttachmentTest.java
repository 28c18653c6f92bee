package io.revisit.attachment;

import io.revisit.testing.Company;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.MutationApiTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What tests of contents start from. */
abstract class AttachmentTest extends MutationApiTest {
    @LocalServerPort
    private int port;

    final Uploading uploading(Persona persona) {
        return uploading(company, persona);
    }

    final Uploading uploading(Company of, Persona persona) {
        return new Uploading(port, of.token(persona));
    }

    final Uploading anonymousUploading() {
        return new Uploading(port, "");
    }

    final String state(UUID attachmentId) {
        return sql.text("select state from attachment where id = ?", attachmentId);
    }

    /** Waits for what a request does after its sender has gone. */
    static void eventually(org.awaitility.core.ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(assertion);
    }

    /** Plain text of that size, never the same twice. */
    static byte[] text(int bytes) {
        Random random = new Random();
        StringBuilder text = new StringBuilder(bytes);
        while (text.length() < bytes) {
            text.append(Long.toString(random.nextLong() >>> 1, 36)).append('\n');
        }
        return text.substring(0, bytes).getBytes(StandardCharsets.US_ASCII);
    }
}
