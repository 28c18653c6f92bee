package io.revisit.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.Mutation;
import io.revisit.testing.Mutation.Outcome;
import io.revisit.testing.MutationApiTest;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who may add which contact, and what he must be like. */
class CreateContactMutationApiIT extends MutationApiTest {

    @Test
    void whoeverWorksAddsContactsToCustomersHeSees() {
        assertThat(create(company.own).send(anonymous()).verdict()).isEqualTo("UNAUTHENTICATED");
        assertThat(verdict(Persona.OUTSIDER, create(company.own))).isEqualTo("NOT_FOUND customerId");
        assertThat(verdict(Persona.REP, create(company.own))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, create(company.shared))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, create(company.colleagues))).isEqualTo("NOT_FOUND customerId");
        assertThat(verdict(Persona.REP, create(otherCompany().own))).isEqualTo("NOT_FOUND customerId");
        assertThat(verdict(Persona.SUPERVISOR, create(company.colleagues))).isEqualTo("DONE");
        assertThat(verdict(Persona.OTHER_SUPERVISOR, create(company.own))).isEqualTo("NOT_FOUND customerId");
        assertThat(verdict(Persona.DIRECTOR, create(company.outsiders))).isEqualTo("DONE");
        assertThat(verdict(Persona.ADMIN, create(company.own))).isEqualTo("DONE");
        assertThat(verdict(Persona.QA, create(company.own))).isEqualTo("FORBIDDEN");
    }

    @Test
    void aNewContactIsAsGiven() {
        Outcome full = send(
                Persona.REP,
                create(company.own).with("title", " Buyer ", "phone", "021", "email", "li@tea.cn", "name", " 李雷 "));
        assertThat(full.text("/name")).isEqualTo("李雷");
        assertThat(full.text("/title")).isEqualTo("Buyer");
        assertThat(full.text("/phone")).isEqualTo("021");
        assertThat(full.text("/email")).isEqualTo("li@tea.cn");
        assertThat(full.text("/main")).isEqualTo("false");
        assertThat(full.text("/version")).isEqualTo("1");
        assertThat(full.text("/customer/id")).isEqualTo(company.own.customer().toString());

        Outcome bare = send(Persona.REP, create(company.own));
        assertThat(bare.text("/title")).isEqualTo("null");
        assertThat(bare.text("/phone")).isEqualTo("null");
        assertThat(bare.text("/email")).isEqualTo("null");
    }

    @Test
    void theNewMainContactTakesTheMarkFromTheFormer() {
        Outcome added = send(Persona.REP, create(company.own).with("main", true));
        assertThat(added.text("/main")).isEqualTo("true");
        assertThat(mainContacts()).containsExactly(added.text("/id"));
        assertThat(sql.number("select version from contact where id = ?", company.own.contact()))
                .isEqualTo(2);
        assertThat(sql.text("select main::text from contact where id = ?", company.shared.contact()))
                .isEqualTo("true");
    }

    @Test
    void ofManyNewMainContactsAtOnceOneIsLeft() {
        List<String> verdicts = IntStream.range(0, 8)
                .parallel()
                .mapToObj(index -> verdict(Persona.REP, create(company.own).with("main", true)))
                .toList();
        assertThat(verdicts).containsOnly("DONE");
        assertThat(mainContacts()).hasSize(1);
    }

    @Test
    void aRefusedContactLeavesTheMarkWhereItWas() {
        assertThat(verdict(Persona.REP, create(company.own).with("id", company.own.contact(), "main", true)))
                .isEqualTo("ID_ALREADY_USED id");
        assertThat(mainContacts()).containsExactly(company.own.contact().toString());
    }

    @Test
    void theSameAgainAddsNobody() {
        Mutation create = create(company.own).with("main", true);
        Outcome first = send(Persona.REP, create);
        Outcome second = send(Persona.REP, create);
        assertThat(first.replayed()).isFalse();
        assertThat(second.replayed()).isTrue();
        assertThat(second.text("/id")).isEqualTo(first.text("/id"));
        assertThat(sql.number("select count(*) from contact where customer_id = ?", company.own.customer()))
                .isEqualTo(2);
        assertThat(verdict(Persona.REP, create.with("name", "Other"))).isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void aChosenIdIsKeptUnlessSomethingElseHasIt() {
        UUID chosen = UUID.randomUUID();
        Mutation contact = create(company.own).with("id", chosen);
        assertThat(send(Persona.REP, contact).text("/id")).isEqualTo(chosen.toString());
        assertThat(verdict(Persona.REP, contact.again())).isEqualTo("ID_ALREADY_USED id");
        assertThat(verdict(Persona.REP, contact, "id", company.own.visit())).isEqualTo("ID_ALREADY_USED id");
        assertThat(verdict(Persona.REP, contact, "id", otherCompany().own.contact()))
                .isEqualTo("DONE");
        assertThat(verdict(Persona.REP, Mutation.of("deleteContact", "id", chosen)))
                .isEqualTo("DONE");
        assertThat(verdict(Persona.REP, contact.again())).isEqualTo("ID_ALREADY_USED id");
    }

    @Test
    void inputHasBounds() {
        Mutation valid = create(company.own);
        assertThat(verdict(Persona.REP, valid, "name", " ")).isEqualTo("INVALID_INPUT name LENGTH");
        assertThat(verdict(Persona.REP, valid, "name", "x".repeat(201))).isEqualTo("INVALID_INPUT name LENGTH");
        assertThat(verdict(Persona.REP, valid, "name", "x".repeat(200))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, valid, "title", "x".repeat(101))).isEqualTo("INVALID_INPUT title LENGTH");
        assertThat(verdict(Persona.REP, valid, "phone", "x".repeat(65))).isEqualTo("INVALID_INPUT phone LENGTH");
        assertThat(verdict(Persona.REP, valid, "email", "nobody")).isEqualTo("INVALID_INPUT email NOT_AN_EMAIL");
        assertThat(verdict(Persona.REP, valid, "email", "a@" + "b".repeat(253)))
                .isEqualTo("INVALID_INPUT email LENGTH");
        assertThat(verdict(Persona.REP, valid, "customerId", "x")).isEqualTo("INVALID_INPUT customerId NOT_A_UUID");
        assertThat(verdict(Persona.REP, valid.without("name").again())).isEqualTo("BAD_REQUEST");
    }

    private List<String> mainContacts() {
        return sql.texts(
                "select id::text from contact where customer_id = ? and main and deleted_at is null",
                company.own.customer());
    }

    private static Mutation create(Records customer) {
        return Mutation.of("createContact", "customerId", customer.customer(), "name", "Han Meimei");
    }
}
