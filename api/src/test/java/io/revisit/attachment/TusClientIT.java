package io.revisit.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.NodeProgram;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A client that we did not write, over a line that breaks. */
class TusClientIT extends AttachmentTest {
    @LocalServerPort
    private int port;

    @Test
    void tusJsClientResumesInterruptedUploads() {
        String output = NodeProgram.in("tus")
                .within(Duration.ofMinutes(4))
                .run(
                        "upload.mjs",
                        Map.of(
                                "BASE_URL",
                                "http://127.0.0.1:" + port,
                                "TOKEN",
                                company.token(Persona.REP),
                                "CUSTOMER",
                                company.own.customer().toString()));

        assertThat(output.lines()).filteredOn(line -> line.startsWith("ok ")).hasSize(6);
    }
}
