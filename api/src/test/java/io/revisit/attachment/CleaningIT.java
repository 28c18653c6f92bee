package io.revisit.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.revisit.platform.jobs.RecurringJob;
import io.revisit.testing.Company.Persona;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;

class CleaningIT extends AttachmentTest {
    @Autowired
    @Qualifier("cleanAttachments")
    private RecurringJob cleaning;

    @Value("${revisit.data-folder}")
    private Path dataFolder;

    @Test
    void expiredUploadsGoWithTheirBytes() throws IOException {
        byte[] content = text(1000);
        Uploading rep = uploading(Persona.REP);
        UUID id = rep.announce(company.own.customer(), "notes.txt", "text/plain", content);
        rep.create(id, content.length);
        rep.patch(id, 0, Arrays.copyOf(content, 400));
        assertThat(files()).hasSize(1);
        clean();
        assertThat(rep.offset(id)).isEqualTo(400);

        sql.run("update attachment_upload set expires_at = '2026-03-02T07:59:59Z' where attachment_id = ?", id);
        clean();

        assertThat(files()).isEmpty();
        assertThat(rep.send("HEAD", "/" + id, new byte[0]).statusCode()).isEqualTo(404);
        assertThat(state(id)).isEqualTo("PENDING");
        assertThat(garbage()).isZero();
    }

    @Test
    void aBlobGoesWithTheLastAttachmentThatHasIt() throws IOException {
        byte[] content = text(1000);
        Uploading rep = uploading(Persona.REP);
        UUID first = rep.store(company.own.customer(), "notes.txt", "text/plain", content);
        UUID second = rep.announce(company.own.customer(), "copy.txt", "text/plain", content);
        sql.run(
                "update attachment_blob set created_at = '2026-03-02T06:59:59Z' where tenant_id = ?",
                company.tenantId());

        remove(first);
        clean();
        assertThat(rep.send("GET", "/" + second + "/content", new byte[0]).body())
                .isEqualTo(content);
        remove(second);
        clean();

        assertThat(files()).isEmpty();
        assertThat(sql.number("select count(*) from attachment_blob where tenant_id = ?", company.tenantId()))
                .isZero();
        assertThat(garbage()).isZero();
        UUID third = rep.store(company.own.customer(), "again.txt", "text/plain", content);
        assertThat(rep.send("GET", "/" + third + "/content", new byte[0]).body())
                .isEqualTo(content);
    }

    @Test
    void aBlobThatIsReferredToCannotBeDeleted() {
        byte[] content = text(1000);
        uploading(Persona.REP).store(company.own.customer(), "notes.txt", "text/plain", content);

        assertThatThrownBy(() -> sql.run("delete from attachment_blob where tenant_id = ?", company.tenantId()))
                .hasStackTraceContaining("violates foreign key constraint");
    }

    @Test
    void bytesThatWereStoredForNobodyGo() throws IOException {
        UUID generation = UUID.randomUUID();
        Path orphan = dataFolder.resolve(
                "attachments/blobs/%s/00/%s-%s".formatted(company.tenantId(), "0".repeat(64), generation));
        Files.createDirectories(orphan.getParent());
        Files.writeString(orphan, "left by a crash");
        sql.run(
                "insert into attachment_garbage (tenant_id, generation, sha256, due_at) values (?, ?, repeat('0', 64), '2026-03-02T08:00:01Z')",
                company.tenantId(),
                generation);

        clean();
        assertThat(orphan).exists();
        clock.advance(Duration.ofSeconds(1));
        clean();

        assertThat(orphan).doesNotExist();
        assertThat(garbage()).isZero();
    }

    @Test
    void announcementsWithoutContentGoAfterALongTime() {
        Uploading rep = uploading(Persona.REP);
        UUID id = rep.announce(company.own.customer(), "notes.txt", "text/plain", text(10));
        UUID stored = rep.store(company.own.customer(), "notes.txt", "text/plain", text(10));
        sql.run("update attachment set created_at = '2025-12-02T08:00:01Z' where id in (?, ?)", id, stored);
        clean();
        assertThat(removed(id)).isEqualTo("f");

        sql.run("update attachment set created_at = '2025-12-02T08:00:00Z' where id in (?, ?)", id, stored);
        clean();

        assertThat(removed(id)).isEqualTo("t");
        assertThat(removed(stored)).isEqualTo("f");
    }

    private void clean() {
        cleaning.work().get().block();
    }

    private void remove(UUID id) {
        sql.run("update attachment set deleted_at = '2026-03-02T08:00:00Z' where id = ?", id);
    }

    private String removed(UUID id) {
        return sql.text("select deleted_at is not null from attachment where id = ?", id);
    }

    private long garbage() {
        return sql.number("select count(*) from attachment_garbage where tenant_id = ?", company.tenantId());
    }

    /** All files of this company. */
    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(dataFolder.resolve("attachments"))) {
            return files.filter(file -> Files.isRegularFile(file)
                            && file.toString().contains(company.tenantId().toString()))
                    .toList();
        }
    }
}
