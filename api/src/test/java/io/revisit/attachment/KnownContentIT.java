package io.revisit.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Content is sent once, but whether it is there is told only to those who may read it already. */
class KnownContentIT extends AttachmentTest {

    @Test
    void isNotSentAgainByWhoMayReadIt() {
        byte[] content = text(1000);
        Uploading rep = uploading(Persona.REP);
        UUID early = rep.announce(company.own.customer(), "early.txt", "text/plain", content);
        UUID first = rep.store(company.shared.customer(), "notes.txt", "text/plain", content);

        UUID second = rep.announce(company.own.customer(), "copy.txt", "text/plain", content);
        assertThat(state(second)).isEqualTo("STORED");
        assertThat(rep.send("GET", "/" + second + "/content", new byte[0]).body())
                .isEqualTo(content);
        assertThat(state(early)).isEqualTo("PENDING");
        var created = rep.create(early, content.length);
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Upload-Offset")).contains("1000");
        assertThat(state(early)).isEqualTo("STORED");
        assertThat(rep.offset(early)).isEqualTo(1000);
        assertThat(rep.patch(early, 0, content).statusCode()).isEqualTo(409);
        assertThat(blobs()).isOne();
        assertThat(state(first)).isEqualTo("STORED");
    }

    @Test
    void tellsNothingToWhoMayNot() {
        byte[] content = text(1000);
        uploading(Persona.REP).store(company.own.customer(), "notes.txt", "text/plain", content);

        Uploading colleague = uploading(Persona.COLLEAGUE);
        UUID id = colleague.announce(company.colleagues.customer(), "notes.txt", "text/plain", content);
        assertThat(state(id)).isEqualTo("PENDING");
        assertThat(colleague.create(id, content.length).headers().firstValue("Upload-Offset"))
                .contains("0");
        assertThat(colleague.patch(id, 0, content).statusCode()).isEqualTo(204);
        assertThat(state(id)).isEqualTo("STORED");
        assertThat(blobs()).as("both have the same bytes").isOne();

        UUID theirs = uploading(otherCompany(), Persona.DIRECTOR)
                .announce(otherCompany().own.customer(), "notes.txt", "text/plain", content);
        assertThat(state(theirs)).isEqualTo("PENDING");
    }

    @Test
    void isKnownAsTheSameKindOnly() {
        byte[] content = text(1000);
        Uploading rep = uploading(Persona.REP);
        rep.store(company.own.customer(), "notes.txt", "text/plain", content);

        UUID id = rep.announce(company.own.customer(), "notes.csv", "text/csv", content);

        assertThat(state(id)).isEqualTo("PENDING");
        assertThat(rep.create(id, content.length).statusCode()).isEqualTo(201);
        assertThat(rep.patch(id, 0, content).statusCode()).isEqualTo(204);
        assertThat(state(id)).isEqualTo("STORED");
        assertThat(blobs()).isOne();
    }

    private long blobs() {
        return sql.number("select count(*) from attachment_blob where tenant_id = ?", company.tenantId());
    }
}
