package io.revisit.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.GraphQl.Answer;
import io.revisit.testing.Mutation;
import io.revisit.testing.Mutation.Outcome;
import io.revisit.testing.MutationApiTest;
import io.revisit.testing.Sql;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AttachmentApiIT extends MutationApiTest {
    private static final String SHA_256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private static final String REMOVE =
            "mutation ($input: RemoveAttachmentInput!) { removeAttachment(input: $input) { replayed userErrors { code field details } } }";

    @Test
    void anonymousIsAskedToLogIn() {
        assertThat(add(company.own).send(anonymous()).verdict()).isEqualTo("UNAUTHENTICATED");
        assertThat(anonymous().send(REMOVE, remove(UUID.randomUUID())).errorCode())
                .isEqualTo("UNAUTHENTICATED");
    }

    @ParameterizedTest
    @EnumSource
    void isAddedByWhoeverSeesTheCustomerAndWorks(Persona persona) {
        for (Records records : company.customers()) {
            boolean allowed = company.visibleTo(persona).contains(records);
            assertThat(verdict(persona, add(records)))
                    .as("%s", records)
                    .isEqualTo(persona == Persona.QA ? "FORBIDDEN" : allowed ? "DONE" : "NOT_FOUND customerId");
        }
        assertThat(verdict(persona, add(otherCompany().own)))
                .isEqualTo(persona == Persona.QA ? "FORBIDDEN" : "NOT_FOUND customerId");
    }

    @Test
    void isAnnouncedAndWaitsForItsContent() {
        UUID id = UUID.randomUUID();
        Outcome added = send(Persona.REP, add(company.own).with("id", id, "ticketId", company.own.ticket()));

        assertThat(added.verdict()).isEqualTo("DONE");
        assertThat(added.text("/id")).isEqualTo(id.toString());
        assertThat(added.text("/state")).isEqualTo("PENDING");
        assertThat(added.text("/fileName")).isEqualTo("报价 1.txt");
        assertThat(added.text("/byteCount")).isEqualTo("5");
        assertThat(added.text("/version")).isEqualTo("1");
        assertThat(added.instant("/createdAt")).isEqualTo("2026-03-02T08:00:00Z");
        assertThat(added.text("/ticket/id")).isEqualTo(company.own.ticket().toString());
        assertThat(added.text("/visit")).isEqualTo("null");
        assertThat(added.text("/createdBy/id"))
                .isEqualTo(company.user(Persona.REP).toString());
    }

    @Test
    void belongsToTheCustomerOfItsVisitOrTicket() {
        Mutation valid = add(company.own).without("customerId");
        assertThat(verdict(Persona.REP, valid)).isEqualTo("INVALID_INPUT customerId REQUIRED");
        assertThat(send(Persona.REP, valid.again().with("visitId", company.shared.visit()))
                        .text("/customer/id"))
                .isEqualTo(company.shared.customer().toString());
        assertThat(verdict(Persona.REP, valid, "visitId", company.colleagues.visit()))
                .isEqualTo("NOT_FOUND visitId");
        assertThat(verdict(Persona.REP, valid, "ticketId", otherCompany().own.ticket()))
                .isEqualTo("NOT_FOUND ticketId");
        assertThat(verdict(Persona.REP, add(company.own), "visitId", company.shared.visit()))
                .isEqualTo("NOT_FOUND visitId");
        assertThat(verdict(
                        Persona.REP,
                        add(company.own).with("visitId", company.own.visit(), "ticketId", company.shared.ticket())))
                .isEqualTo("NOT_FOUND visitId");
    }

    @ParameterizedTest
    @CsvSource({
        "fileName, ' ', INVALID_INPUT fileName LENGTH",
        "fileName, ../x, INVALID_INPUT fileName MALFORMED",
        "fileName, a\\b, INVALID_INPUT fileName MALFORMED",
        "byteCount, 0, INVALID_INPUT byteCount RANGE",
        "byteCount, 50000000000, PAYLOAD_TOO_LARGE",
        "byteCount, 52428801, PAYLOAD_TOO_LARGE",
        "byteCount, 52428800, DONE",
        "sha256, abc, INVALID_INPUT sha256 MALFORMED",
        "sha256, 2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824, INVALID_INPUT sha256 MALFORMED",
        "mediaType, text/html, MEDIA_TYPE_NOT_ALLOWED mediaType",
        "mediaType, image/svg+xml, MEDIA_TYPE_NOT_ALLOWED mediaType",
        "mediaType, Image/JPEG, DONE",
        "id, x, INVALID_INPUT id NOT_A_UUID"
    })
    void inputHasBounds(String field, String value, String verdict) {
        Object sent = field.equals("byteCount") ? (Object) Long.valueOf(value) : value;
        assertThat(verdict(Persona.REP, add(company.own), field, sent)).isEqualTo(verdict);
    }

    @Test
    void anIdIsTakenOnce() {
        UUID id = UUID.randomUUID();
        Mutation add = add(company.own).with("id", id);
        assertThat(verdict(Persona.REP, add)).isEqualTo("DONE");
        assertThat(send(Persona.REP, add).replayed()).isTrue();
        assertThat(verdict(Persona.REP, add.again())).isEqualTo("ID_ALREADY_USED id");
        assertThat(verdict(Persona.REP, add.again().with("id", company.own.visit())))
                .isEqualTo("ID_ALREADY_USED id");
    }

    @Test
    void isRemovedByWhoAddedItAndWhoLeadsHim() {
        assertThat(removal(Persona.OUTSIDER, added(company.shared))).isEqualTo("FORBIDDEN");
        assertThat(removal(Persona.QA, added(company.own))).isEqualTo("FORBIDDEN");
        assertThat(removal(Persona.COLLEAGUE, added(company.own))).isEqualTo("NOT_FOUND");
        assertThat(removal(Persona.REP, added(company.own))).isEqualTo("DONE");
        assertThat(removal(Persona.SUPERVISOR, added(company.own))).isEqualTo("DONE");
        assertThat(removal(Persona.ADMIN, added(company.own))).isEqualTo("DONE");
        UUID theirs = UUID.fromString(new Sql(database, otherCompany().tenantId())
                .text(
                        "select min(id::text) from attachment where tenant_id = ?",
                        otherCompany().tenantId()));
        assertThat(removal(Persona.ADMIN, theirs)).isEqualTo("NOT_FOUND");
    }

    @Test
    void isGoneAfterItsRemoval() {
        UUID id = added(company.own);
        Answer stale = as(Persona.REP)
                .send(REMOVE, Map.of("input", Map.of("idempotencyKey", "k", "id", id, "expectedVersion", 7)));
        assertThat(stale.refusal("removeAttachment")).isEqualTo("CONFLICT");
        assertThat(removal(Persona.REP, id)).isEqualTo("DONE");
        assertThat(removal(Persona.REP, id)).isEqualTo("NOT_FOUND");
        assertThat(as(Persona.REP)
                        .send("query ($id: ID!) { node(id: $id) { id } }", Map.of("id", id))
                        .at("/node")
                        .isNull())
                .isTrue();
        assertThat(verdict(Persona.REP, add(company.own).with("id", id))).isEqualTo("ID_ALREADY_USED id");
    }

    @Test
    void standsInTheListsOfItsCustomerVisitAndTicket() {
        Outcome first = send(Persona.REP, add(company.own).with("visitId", company.own.visit()));
        clock.advance(Duration.ofMinutes(1));
        Outcome second = send(Persona.REP, add(company.own).with("ticketId", company.own.ticket()));
        removal(Persona.REP, added(company.own));

        Answer answer = as(Persona.REP)
                .send(
                        """
                        query ($customer: ID!, $visit: ID!, $ticket: ID!) {
                          customer(id: $customer) { attachments(first: 2) { nodes { id } totalCount } }
                          visit: node(id: $visit) { ... on Visit { attachments { id fileName } } }
                          ticket: node(id: $ticket) { ... on Ticket { attachments { id } } }
                        }
                        """,
                        Map.of(
                                "customer", company.own.customer(),
                                "visit", company.own.visit(),
                                "ticket", company.own.ticket()));

        // Besides the one that each visit of the company has from the start.
        assertThat(answer.at("/customer/attachments/totalCount").asInt()).isEqualTo(3);
        assertThat(answer.at("/customer/attachments/nodes/0/id").asString()).isEqualTo(second.text("/id"));
        assertThat(answer.at("/visit/attachments").size()).isEqualTo(2);
        assertThat(answer.at("/visit/attachments").toString()).contains(first.text("/id"), "shop.jpg");
        assertThat(answer.at("/ticket/attachments/0/id").asString()).isEqualTo(second.text("/id"));
    }

    private UUID added(Records records) {
        return UUID.fromString(send(Persona.REP, add(records)).text("/id"));
    }

    private String removal(Persona persona, UUID id) {
        Answer answer = as(persona).send(REMOVE, remove(id));
        String refusal = answer.refusal("removeAttachment");
        return refusal == null ? "DONE" : refusal;
    }

    private static Map<String, Object> remove(UUID id) {
        return Map.of("input", Map.of("idempotencyKey", UUID.randomUUID().toString(), "id", id));
    }

    private static Mutation add(Records records) {
        return Mutation.of("addAttachment", "customerId", records.customer(), "fileName", "报价 1.txt")
                .with("mediaType", "text/plain", "byteCount", 5, "sha256", SHA_256);
    }
}
