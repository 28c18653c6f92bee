package io.revisit.attachment;

import static io.revisit.attachment.Uploading.code;
import static io.revisit.attachment.Uploading.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AttachmentTusIT extends AttachmentTest {
    private static final byte[] NOTHING = new byte[0];

    @Test
    void tellsAnybodyWhatItCanDo() {
        HttpResponse<byte[]> options = anonymousUploading().send("OPTIONS", "", NOTHING);

        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(header(options, "Tus-Version")).isEqualTo("1.0.0");
        assertThat(header(options, "Tus-Extension"))
                .isEqualTo("creation,creation-with-upload,checksum,termination,expiration");
        assertThat(header(options, "Tus-Max-Size")).isEqualTo("52428800");
        assertThat(header(options, "Tus-Checksum-Algorithm")).isEqualTo("sha1,sha256");
    }

    @Test
    void anonymousIsAskedToLogIn() {
        Uploading anonymous = anonymousUploading();
        String id = "/" + UUID.randomUUID();
        assertThat(code(anonymous.create(UUID.randomUUID(), 1))).isEqualTo("401 UNAUTHENTICATED");
        assertThat(code(anonymous.patch(UUID.randomUUID(), 0, text(1)))).isEqualTo("401 UNAUTHENTICATED");
        assertThat(anonymous.send("HEAD", id, NOTHING).statusCode()).isEqualTo(401);
        assertThat(code(anonymous.send("DELETE", id, NOTHING))).isEqualTo("401 UNAUTHENTICATED");
    }

    @Test
    void storesWhatWasAnnounced() {
        byte[] content = text(2_500_000);
        Uploading rep = uploading(Persona.REP);
        UUID id = rep.announce(company.own.customer(), "notes.txt", "text/plain", content);

        HttpResponse<byte[]> created = rep.create(id, content.length);
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(header(created, "Location")).isEqualTo("/sync/attachments/" + id);
        assertThat(header(created, "Upload-Offset")).isEqualTo("0");
        assertThat(header(created, "Upload-Expires")).isEqualTo("Mon, 09 Mar 2026 08:00:00 GMT");
        assertThat(header(created, "Tus-Resumable")).isEqualTo("1.0.0");
        HttpResponse<byte[]> first = rep.patch(id, 0, Arrays.copyOf(content, 1_500_000));
        assertThat(first.statusCode()).isEqualTo(204);
        assertThat(header(first, "Upload-Offset")).isEqualTo("1500000");
        assertThat(rep.offset(id)).isEqualTo(1_500_000);
        assertThat(state(id)).isEqualTo("PENDING");
        HttpResponse<byte[]> second = rep.patch(id, 1_500_000, Arrays.copyOfRange(content, 1_500_000, content.length));

        assertThat(second.statusCode()).isEqualTo(204);
        assertThat(header(second, "Upload-Offset")).isEqualTo("2500000");
        assertThat(state(id)).isEqualTo("STORED");
        assertThat(rep.offset(id)).isEqualTo(2_500_000);
        assertThat(sql.number("select count(*) from attachment_upload where tenant_id = ?", company.tenantId()))
                .isZero();
        assertThat(sql.number("select count(*) from attachment_garbage where tenant_id = ?", company.tenantId()))
                .isZero();
    }

    @Test
    void storesWhatComesWithTheCreation() {
        byte[] content = text(1000);
        Uploading rep = uploading(Persona.REP);
        UUID id = rep.announce(company.own.customer(), "notes.txt", "text/plain", content);

        HttpResponse<byte[]> created = rep.createWith(id, content);

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(header(created, "Upload-Offset")).isEqualTo("1000");
        assertThat(state(id)).isEqualTo("STORED");
    }

    @Test
    void obeysTheMethodThatAHeaderNames() {
        byte[] content = text(1000);
        Uploading rep = uploading(Persona.REP);
        UUID id = rep.announce(company.own.customer(), "notes.txt", "text/plain", content);
        rep.create(id, content.length);

        HttpResponse<byte[]> patched = rep.send(
                "POST",
                "/" + id,
                content,
                "X-HTTP-Method-Override",
                "PATCH",
                "Upload-Offset",
                "0",
                "Content-Type",
                "application/offset+octet-stream");

        assertThat(patched.statusCode()).isEqualTo(204);
        assertThat(state(id)).isEqualTo("STORED");
        assertThat(code(rep.send("POST", "/" + id, content))).isEqualTo("400 INVALID_INPUT");
    }

    @Test
    void onlyWhoAnnouncedItUploadsIt() {
        byte[] content = text(100);
        UUID id = uploading(Persona.REP).announce(company.shared.customer(), "notes.txt", "text/plain", content);
        uploading(Persona.REP).create(id, content.length);

        for (Persona persona : Persona.values()) {
            if (persona != Persona.REP) {
                String expected =
                        company.visibleTo(persona).contains(company.shared) ? "403 FORBIDDEN" : "404 NOT_FOUND";
                Uploading other = uploading(persona);
                assertThat(code(other.create(id, content.length))).isEqualTo(expected);
                assertThat(code(other.patch(id, 0, content))).isEqualTo(expected);
                assertThat(code(other.send("DELETE", "/" + id, NOTHING))).isEqualTo(expected);
                assertThat(other.send("HEAD", "/" + id, NOTHING).statusCode() + "")
                        .isEqualTo(expected.substring(0, 3));
            }
        }
        for (Persona persona : Persona.values()) {
            Uploading foreign = uploading(otherCompany(), persona);
            assertThat(code(foreign.create(id, content.length))).isEqualTo("404 NOT_FOUND");
            assertThat(code(foreign.patch(id, 0, content))).isEqualTo("404 NOT_FOUND");
        }
        assertThat(uploading(Persona.REP).offset(id)).isZero();
    }

    @Test
    void whoLosesTheCustomerMayStillBringWhatHeAnnounced() {
        byte[] content = text(100);
        Uploading rep = uploading(Persona.REP);
        UUID id = rep.announce(company.shared.customer(), "notes.txt", "text/plain", content);
        rep.create(id, content.length);

        company.run("delete from customer_share where customer_id = '%s'".formatted(company.shared.customer()));

        assertThat(rep.patch(id, 0, content).statusCode()).isEqualTo(204);
        assertThat(state(id)).isEqualTo("STORED");
        assertThat(code(rep.send("GET", "/" + id + "/content", NOTHING))).isEqualTo("404 NOT_FOUND");
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        byte[] content = text(100);
        Uploading rep = uploading(Persona.REP);
        UUID id = rep.announce(company.own.customer(), "notes.txt", "text/plain", content);
        HttpResponse<byte[]> old = rep.create(id, 100, "Tus-Resumable", "0.2.0");
        assertThat(code(old)).isEqualTo("412 BAD_REQUEST");
        assertThat(header(old, "Tus-Version")).isEqualTo("1.0.0");
        assertThat(code(rep.send("POST", "", NOTHING, "Upload-Length", "100"))).isEqualTo("400 INVALID_INPUT");
        assertThat(code(rep.send("POST", "", NOTHING, "Upload-Length", "100", "Upload-Metadata", "attachmentId !")))
                .isEqualTo("400 INVALID_INPUT");
        assertThat(code(rep.create(id, 99))).isEqualTo("400 INVALID_INPUT");
        assertThat(code(rep.create(id, 52_428_801))).isEqualTo("413 PAYLOAD_TOO_LARGE");
        assertThat(code(rep.create(UUID.randomUUID(), 100))).isEqualTo("404 NOT_FOUND");
        assertThat(code(rep.patch(id, 0, content))).as("not begun").isEqualTo("404 NOT_FOUND");
        assertThat(rep.create(id, 100).statusCode()).isEqualTo(201);
        assertThat(code(rep.send("PATCH", "/x", content, "Content-Type", "application/offset+octet-stream")))
                .isEqualTo("400 INVALID_INPUT");
        assertThat(code(rep.send("PATCH", "/" + id, content, "Upload-Offset", "0", "Content-Type", "text/plain")))
                .isEqualTo("415 INVALID_INPUT");
        HttpResponse<byte[]> gap = rep.patch(id, 10, content);
        assertThat(code(gap)).isEqualTo("409 CONFLICT");
        assertThat(error(gap).at("/details/offset").asInt(-1)).isZero();
        assertThat(code(rep.patch(id, 0, text(101)))).isEqualTo("413 PAYLOAD_TOO_LARGE");
        assertThat(rep.offset(id)).isZero();
    }

    @Test
    void noteBytesOnlyWhenTheirChecksumIsRight() {
        byte[] content = text(2_200_000);
        byte[] half = Arrays.copyOf(content, 1_100_000);
        byte[] rest = Arrays.copyOfRange(content, 1_100_000, content.length);
        Uploading rep = uploading(Persona.REP);
        UUID id = rep.announce(company.own.customer(), "notes.txt", "text/plain", content);
        rep.create(id, content.length);

        String wrong = Uploading.checksum("sha256", "SHA-256", rest);
        assertThat(code(rep.patch(id, 0, half, "Upload-Checksum", wrong))).isEqualTo("460 CHECKSUM_MISMATCH");
        assertThat(rep.offset(id)).isZero();
        assertThat(code(rep.patch(id, 0, half, "Upload-Checksum", "md5 eA=="))).isEqualTo("400 INVALID_INPUT");
        String sha1 = Uploading.checksum("sha1", "SHA-1", half);
        assertThat(rep.patch(id, 0, half, "Upload-Checksum", sha1).statusCode()).isEqualTo(204);
        assertThat(rep.offset(id)).isEqualTo(half.length);
        assertThat(rep.patch(id, half.length, rest, "Upload-Checksum", wrong).statusCode())
                .isEqualTo(204);
        assertThat(state(id)).isEqualTo("STORED");
    }

    @Test
    void throwsAwayWhatIsNotTheAnnouncedFile() {
        byte[] announced = text(1000);
        Uploading rep = uploading(Persona.REP);
        UUID id = rep.announce(company.own.customer(), "notes.txt", "text/plain", announced);
        rep.create(id, 1000);

        HttpResponse<byte[]> refused = rep.patch(id, 0, text(1000));

        assertThat(code(refused)).isEqualTo("422 CHECKSUM_MISMATCH");
        assertThat(error(refused).at("/details/problem").asString()).isEqualTo("SHA_256");
        assertThat(rep.send("HEAD", "/" + id, NOTHING).statusCode()).isEqualTo(404);
        assertThat(state(id)).isEqualTo("PENDING");
        assertThat(rep.create(id, 1000).statusCode()).isEqualTo(201);
        assertThat(rep.patch(id, 0, announced).statusCode()).isEqualTo(204);
        assertThat(state(id)).isEqualTo("STORED");
    }

    @Test
    void looksIntoTheContentAndNotAtItsName() {
        byte[] page = "<!DOCTYPE html><html><script>alert(1)</script></html>"
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Uploading rep = uploading(Persona.REP);
        for (String announced : new String[] {"image/jpeg", "text/plain", "application/pdf"}) {
            UUID id = rep.announce(company.own.customer(), "shop.jpg", announced, page);
            rep.create(id, page.length);

            assertThat(code(rep.patch(id, 0, page))).as(announced).isEqualTo("422 MEDIA_TYPE_NOT_ALLOWED");
            assertThat(rep.send("HEAD", "/" + id, NOTHING).statusCode()).isEqualTo(404);
            assertThat(state(id)).isEqualTo("PENDING");
        }
    }

    @Test
    void endsAndBeginsAnew() {
        byte[] content = text(1000);
        Uploading rep = uploading(Persona.REP);
        UUID id = rep.announce(company.own.customer(), "notes.txt", "text/plain", content);
        rep.create(id, 1000);
        rep.patch(id, 0, Arrays.copyOf(content, 400));

        assertThat(rep.send("DELETE", "/" + id, NOTHING).statusCode()).isEqualTo(204);

        assertThat(rep.send("HEAD", "/" + id, NOTHING).statusCode()).isEqualTo(404);
        assertThat(code(rep.send("DELETE", "/" + id, NOTHING))).isEqualTo("404 NOT_FOUND");
        assertThat(header(rep.create(id, 1000), "Upload-Offset")).isEqualTo("0");
        assertThat(rep.patch(id, 0, content).statusCode()).isEqualTo(204);
        assertThat(code(rep.send("DELETE", "/" + id, NOTHING)))
                .as("what is stored stays")
                .isEqualTo("404 NOT_FOUND");
        assertThat(state(id)).isEqualTo("STORED");
    }

    @Test
    void findsAnUploadWhoseBeginningWasNotAnswered() {
        byte[] content = text(1000);
        Uploading rep = uploading(Persona.REP);
        UUID id = rep.announce(company.own.customer(), "notes.txt", "text/plain", content);
        rep.create(id, 1000);
        rep.patch(id, 0, Arrays.copyOf(content, 400));

        assertThat(header(rep.create(id, 1000), "Upload-Offset")).isEqualTo("400");
    }

    @Test
    void anExpiredUploadIsGone() {
        byte[] content = text(1000);
        Uploading rep = uploading(Persona.REP);
        UUID id = rep.announce(company.own.customer(), "notes.txt", "text/plain", content);
        rep.create(id, 1000);
        rep.patch(id, 0, Arrays.copyOf(content, 400));
        sql.run("update attachment_upload set expires_at = '2026-03-02T08:00:00Z' where attachment_id = ?", id);

        assertThat(rep.send("HEAD", "/" + id, NOTHING).statusCode()).isEqualTo(410);
        assertThat(code(rep.patch(id, 400, text(600)))).isEqualTo("410 NOT_FOUND");
        assertThat(header(rep.create(id, 1000), "Upload-Offset")).isEqualTo("0");
    }

    @Test
    void aUserHasABoundedNumberOfUploads() {
        sql.run(
                """
                with more as (
                    insert into attachment (tenant_id, customer_id, file_name, media_type, byte_count, sha256, created_by)
                    select ?, ?, 'x', 'text/plain', 1, repeat('0', 64), ? from generate_series(1, 100)
                    returning tenant_id, id, created_by)
                insert into attachment_upload (tenant_id, attachment_id, generation, created_by, expires_at)
                select tenant_id, id, id, created_by, '2026-04-01' from more
                """,
                company.tenantId(),
                company.own.customer(),
                company.user(Persona.REP));
        byte[] content = text(10);
        Uploading rep = uploading(Persona.REP);
        UUID id = rep.announce(company.own.customer(), "notes.txt", "text/plain", content);

        assertThat(code(rep.create(id, 10))).isEqualTo("429 TOO_MANY_ATTEMPTS");
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("none");
    }
}
