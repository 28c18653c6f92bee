package io.revisit.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.Mutation;
import io.revisit.testing.Mutation.Outcome;
import io.revisit.testing.MutationApiTest;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who may remove which contact, and what is left of him. */
class DeleteContactMutationApiIT extends MutationApiTest {

    @Test
    void whoeverWorksRemovesContactsOfCustomersHeSees() {
        assertThat(delete(company.own).send(anonymous()).verdict()).isEqualTo("UNAUTHENTICATED");
        assertThat(verdict(Persona.OUTSIDER, delete(company.own))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.QA, delete(company.own))).isEqualTo("FORBIDDEN");
        assertThat(verdict(Persona.REP, delete(company.own))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, delete(company.shared))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, delete(company.colleagues))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.REP, delete(otherCompany().own))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.OTHER_SUPERVISOR, delete(company.colleagues)))
                .isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.SUPERVISOR, delete(company.colleagues))).isEqualTo("DONE");
        assertThat(verdict(Persona.ADMIN, delete(company.outsiders))).isEqualTo("DONE");
    }

    @Test
    void aRemovedContactIsGoneButKept() {
        Outcome deleted = send(Persona.REP, delete(company.own));
        assertThat(deleted.answer().at("/deleteContact/deletedContactId").asString())
                .isEqualTo(company.own.contact().toString());
        var answer = as(Persona.REP)
                .send(
                        "query ($id: ID! $contact: ID!) { customer(id: $id) { contacts { totalCount } } node(id: $contact) { id } }",
                        Map.of("id", company.own.customer(), "contact", company.own.contact()));
        assertThat(answer.at("/customer/contacts/totalCount").asInt(-1)).isZero();
        assertThat(answer.at("/node").isNull()).isTrue();
        assertThat(sql.text("select deleted_at::text from contact where id = ?", company.own.contact()))
                .startsWith("2026-03-02");
    }

    @Test
    void whatIsGoneCannotBeChangedOrRemovedAgain() {
        Mutation delete = delete(company.own);
        send(Persona.REP, delete);
        Outcome again = send(Persona.REP, delete);
        assertThat(again.replayed()).isTrue();
        assertThat(again.answer().at("/deleteContact/deletedContactId").asString())
                .isEqualTo(company.own.contact().toString());
        Outcome refused = send(Persona.REP, delete.again());
        assertThat(refused.verdict()).isEqualTo("NOT_FOUND id");
        assertThat(refused.answer().at("/deleteContact/deletedContactId").isNull())
                .isTrue();
        Mutation update = Mutation.of("updateContact", "id", company.own.contact(), "expectedVersion", 2);
        assertThat(verdict(Persona.REP, update.with("main", true))).isEqualTo("NOT_FOUND id");
    }

    @Test
    void ofTwoWhoRemoveItAtOnceOneIsToldThatItIsGone() {
        List<String> verdicts = IntStream.range(0, 2)
                .parallel()
                .mapToObj(index -> verdict(Persona.REP, delete(company.own)))
                .sorted()
                .toList();
        assertThat(verdicts).containsExactly("DONE", "NOT_FOUND id");
    }

    @Test
    void theMarkOfARemovedMainContactIsFree() {
        send(Persona.REP, delete(company.own));
        Mutation create = Mutation.of("createContact", "customerId", company.own.customer(), "name", "Han Meimei");
        assertThat(send(Persona.REP, create.with("main", true)).text("/main")).isEqualTo("true");
    }

    private static Mutation delete(Records customer) {
        return Mutation.of("deleteContact", "id", customer.contact());
    }
}
