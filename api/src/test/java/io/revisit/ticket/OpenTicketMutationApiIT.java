package io.revisit.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.Mutation;
import io.revisit.testing.Mutation.Outcome;
import io.revisit.testing.MutationApiTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who may open which ticket, and what it must be like. */
class OpenTicketMutationApiIT extends MutationApiTest {

    @Test
    void whoeverWorksOpensTicketsForCustomersHeSees() {
        assertThat(open(company.own).send(anonymous()).verdict()).isEqualTo("UNAUTHENTICATED");
        assertThat(verdict(Persona.OUTSIDER, open(company.own))).isEqualTo("NOT_FOUND customerId");
        assertThat(verdict(Persona.REP, open(company.own))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, open(company.shared))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, open(company.colleagues))).isEqualTo("NOT_FOUND customerId");
        assertThat(verdict(Persona.REP, open(otherCompany().own))).isEqualTo("NOT_FOUND customerId");
        assertThat(verdict(Persona.SUPERVISOR, open(company.colleagues))).isEqualTo("DONE");
        assertThat(verdict(Persona.OTHER_SUPERVISOR, open(company.own))).isEqualTo("NOT_FOUND customerId");
        assertThat(verdict(Persona.DIRECTOR, open(company.outsiders))).isEqualTo("DONE");
        assertThat(verdict(Persona.ADMIN, open(company.own))).isEqualTo("DONE");
        assertThat(verdict(Persona.QA, open(company.own))).isEqualTo("FORBIDDEN");
    }

    @Test
    void whoeverIsGivenATicketSeesItWithItsCustomerWhileItIsOpen() {
        Outcome opened = send(Persona.REP, open(company.own).with("assigneeId", company.user(Persona.OUTSIDER)));
        Mutation settle = Mutation.of("updateTicket", "id", opened.text("/id"), "expectedVersion", 1)
                .with("state", "RESOLVED", "resolution", "Sent cups");
        Mutation visit = Mutation.of("recordVisit", "customerId", company.own.customer(), "channel", "PHONE")
                .with("outcome", "OBJECTIVE_MET", "startedAt", "2026-03-02T07:00:00Z");

        assertThat(verdict(Persona.OUTSIDER, visit)).isEqualTo("DONE");
        assertThat(verdict(Persona.OUTSIDER, settle)).isEqualTo("DONE");
        assertThat(verdict(Persona.OUTSIDER, visit.again())).isEqualTo("NOT_FOUND customerId");
    }

    @Test
    void aNewTicketIsOpenAndHasTheNextNumber() {
        Outcome opened = send(
                Persona.REP,
                open(company.own)
                        .with("description", " Cups ", "assigneeId", company.user(Persona.OUTSIDER))
                        .with("orderId", company.own.order()));
        assertThat(opened.text("/state")).isEqualTo("OPEN");
        assertThat(opened.text("/priority")).isEqualTo("NORMAL");
        assertThat(opened.text("/description")).isEqualTo("Cups");
        assertThat(opened.text("/version")).isEqualTo("1");
        assertThat(opened.text("/order/id")).isEqualTo(company.own.order().toString());
        assertThat(opened.text("/openedBy/id"))
                .isEqualTo(company.user(Persona.REP).toString());
        assertThat(opened.text("/assignee/id"))
                .isEqualTo(company.user(Persona.OUTSIDER).toString());
        assertThat(opened.instant("/openedAt")).isEqualTo("2026-03-02T08:00:00Z");
        assertThat(opened.text("/number")).isEqualTo("5");
        assertThat(send(Persona.REP, open(company.own)).text("/number")).isEqualTo("6");
    }

    @Test
    void assigneesWorkAndOrdersAreTheCustomers() {
        Mutation valid = open(company.own);
        String refused = "INVALID_INPUT assigneeId NOT_ASSIGNABLE";
        assertThat(verdict(Persona.REP, valid, "assigneeId", company.user(Persona.QA)))
                .isEqualTo(refused);
        assertThat(verdict(Persona.REP, valid, "assigneeId", otherCompany().user(Persona.REP)))
                .isEqualTo(refused);
        assertThat(verdict(Persona.REP, valid, "orderId", company.shared.order()))
                .isEqualTo("NOT_FOUND orderId");
        assertThat(verdict(Persona.REP, valid, "orderId", otherCompany().own.order()))
                .isEqualTo("NOT_FOUND orderId");
    }

    @Test
    void inputHasBounds() {
        Mutation valid = open(company.own);
        assertThat(verdict(Persona.REP, valid, "subject", " ")).isEqualTo("INVALID_INPUT subject LENGTH");
        assertThat(verdict(Persona.REP, valid, "subject", "x".repeat(201))).isEqualTo("INVALID_INPUT subject LENGTH");
        assertThat(verdict(Persona.REP, valid, "subject", "x".repeat(200))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, valid, "description", "x".repeat(10_000)))
                .isEqualTo("DONE");
        assertThat(verdict(Persona.REP, valid, "description", "x".repeat(10_001)))
                .isEqualTo("INVALID_INPUT description LENGTH");
        assertThat(verdict(Persona.REP, valid, "customerId", "x")).isEqualTo("INVALID_INPUT customerId NOT_A_UUID");
        assertThat(verdict(Persona.REP, valid, "assigneeId", "x")).isEqualTo("INVALID_INPUT assigneeId NOT_A_UUID");
        assertThat(verdict(Persona.REP, valid, "orderId", "x")).isEqualTo("INVALID_INPUT orderId NOT_A_UUID");
        assertThat(verdict(Persona.REP, valid, "kind", "PRAISE")).isEqualTo("BAD_REQUEST");
    }

    @Test
    void aChosenIdIsKeptUnlessSomethingElseHasIt() {
        UUID chosen = UUID.randomUUID();
        Mutation ticket = open(company.own).with("id", chosen);
        assertThat(send(Persona.REP, ticket).text("/id")).isEqualTo(chosen.toString());
        assertThat(verdict(Persona.REP, ticket.again())).isEqualTo("ID_ALREADY_USED id");
        assertThat(verdict(Persona.REP, ticket, "id", company.own.contact())).isEqualTo("ID_ALREADY_USED id");
        assertThat(verdict(Persona.REP, ticket, "id", otherCompany().own.ticket()))
                .isEqualTo("DONE");
    }

    private static Mutation open(Records customer) {
        return Mutation.of(
                "openTicket", "customerId", customer.customer(), "kind", "REQUEST", "subject", "Send a catalogue");
    }
}
