package io.revisit.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Mutation;
import io.revisit.testing.MutationApiTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What people do with contacts is told in timeline and audit; what imports and jobs do, in the audit alone. */
class ContactHistoryIT extends MutationApiTest {
    private static final String TOLD =
            """
            select string_agg(concat_ws(' ', i.kind, u.name, i.text, i.changes), E'\n' order by i.id)
            from interaction i join app_user u on u.tenant_id = i.tenant_id and u.id = i.actor_id
            where i.subject_type = 'Contact' and i.subject_id = ? and i.customer_id = ?
            """;
    private static final String AUDITED =
            """
            select string_agg(concat_ws(' ', a.entity_type, a.action, coalesce(u.name, '-')), ', ' order by a.id)
            from audit_entry a left join app_user u on u.tenant_id = a.tenant_id and u.id = a.actor_id
            where a.entity_id = ?
            """;

    @Test
    void aContactFromFirstToLast() {
        Mutation create = Mutation.of("createContact", "customerId", company.own.customer(), "name", "Li Lei")
                .with("title", "Buyer");
        UUID id = UUID.fromString(send(Persona.REP, create).text("/id"));
        send(Persona.SUPERVISOR, Mutation.of("updateContact", "id", id, "expectedVersion", 1, "phone", "021"));
        send(Persona.REP, Mutation.of("updateContact", "id", id, "expectedVersion", 2, "phone", "021"));
        send(Persona.DIRECTOR, Mutation.of("deleteContact", "id", id));

        assertThat(sql.text(TOLD, id, company.own.customer()).lines())
                .satisfiesExactly(
                        added -> assertThat(added).isEqualTo("CONTACT_ADDED REP Li Lei []"),
                        changed -> assertThat(changed)
                                .isEqualTo(
                                        "CONTACT_CHANGED SUPERVISOR Li Lei [{\"new\": \"021\", \"old\": null, \"field\": \"phone\"}]"),
                        removed -> assertThat(removed)
                                .startsWith("CONTACT_REMOVED DIRECTOR Li Lei [")
                                .contains("\"field\": \"deletedAt\""));
        assertThat(sql.text(AUDITED, id))
                .isEqualTo("Contact CREATE REP, Contact UPDATE SUPERVISOR, Contact DELETE DIRECTOR");
    }

    @Test
    void losingTheMainMarkIsAChange() {
        send(
                Persona.REP,
                Mutation.of("createContact", "customerId", company.own.customer(), "name", "Li Lei", "main", true));
        assertThat(sql.text(TOLD, company.own.contact(), company.own.customer()))
                .isEqualTo("CONTACT_CHANGED REP Wang Fang [{\"new\": false, \"old\": true, \"field\": \"main\"}]");
    }

    @Test
    void whatNobodyDidIsAuditedButNotTold() {
        sql.run("update contact set phone = '1' where id = ?", company.own.contact());
        assertThat(sql.text(AUDITED, company.own.contact())).isEqualTo("Contact CREATE -, Contact UPDATE -");
        assertThat(sql.number(
                        "select count(*) from interaction where tenant_id = ? and subject_type = 'Contact'",
                        company.tenantId()))
                .isZero();
    }

    @Test
    void contactsAreNoContactInTheSenseOfAConversation() {
        String lastContact = "select last_contact_at::text from customer where id = ?";
        String before = sql.text(lastContact, company.own.customer());
        send(Persona.REP, Mutation.of("createContact", "customerId", company.own.customer(), "name", "Li Lei"));
        assertThat(sql.text(lastContact, company.own.customer())).isEqualTo(before);
    }
}
