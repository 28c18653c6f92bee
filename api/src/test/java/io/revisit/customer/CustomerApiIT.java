package io.revisit.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.GraphQl;
import io.revisit.testing.GraphQl.Answer;
import io.revisit.testing.Pages;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who sees which customer, by id and in lists. */
class CustomerApiIT extends CompanyTest {
    private static final String CUSTOMER = "query ($id: ID!) { customer(id: $id) { id name } }";
    private static final String CUSTOMERS = "{ customers { nodes { id } totalCount } }";

    @Test
    void anonymousIsAskedToLogIn() {
        assertThat(anonymous
                        .send(CUSTOMER, Map.of("id", company.own.customer()))
                        .errorCode())
                .isEqualTo("UNAUTHENTICATED");
        assertThat(anonymous.send(CUSTOMERS).errorCode()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void repSeesHisOwnAndSharedCustomersOnly() {
        assertThat(sees(Persona.REP, company.own.customer())).isTrue();
        assertThat(sees(Persona.REP, company.shared.customer())).isTrue();
        assertThat(sees(Persona.REP, company.colleagues.customer())).isFalse();
        assertThat(sees(Persona.REP, company.outsiders.customer())).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void sameCustomersAreSeenByIdAndInTheList(Persona persona) {
        for (Records customer : company.customers()) {
            assertThat(sees(persona, customer.customer()))
                    .isEqualTo(company.visibleTo(persona).contains(customer));
        }
        Answer list = ask(persona, CUSTOMERS, Map.of());
        assertThat(Pages.ids(list.at("/customers")))
                .containsExactlyInAnyOrderElementsOf(company.visibleTo(persona).stream()
                        .map(Records::customer)
                        .toList());
        assertThat(list.at("/customers/totalCount").asInt())
                .isEqualTo(company.visibleTo(persona).size());
    }

    @ParameterizedTest
    @EnumSource
    void nobodySeesCustomersOfAnotherCompany(Persona persona) {
        for (Records customer : otherCompany.customers()) {
            assertThat(sees(persona, customer.customer())).isFalse();
        }
    }

    @Test
    void openTaskShowsItsCustomerUntilItIsClosed() {
        var here = newCompany();
        UUID customer = here.outsiders.customer();
        here.run("update visit_task set assignee_id = '%s' where id = '%s'"
                .formatted(here.user(Persona.REP), here.outsiders.task()));
        assertThat(ask(here, Persona.REP, CUSTOMER, Map.of("id", customer))
                        .at("/customer/name")
                        .asString())
                .isEqualTo("OUTSIDERS 贸易");
        assertThat(Pages.ids(ask(here, Persona.SUPERVISOR, CUSTOMERS, Map.of()).at("/customers")))
                .contains(customer);

        here.run("update visit_task set state = 'DONE', closed_at = '2026-03-02T07:00Z' where id = '%s'"
                .formatted(here.outsiders.task()));
        assertThat(ask(here, Persona.REP, CUSTOMER, Map.of("id", customer))
                        .at("/customer")
                        .isNull())
                .isTrue();
        assertThat(Pages.ids(ask(here, Persona.SUPERVISOR, CUSTOMERS, Map.of()).at("/customers")))
                .doesNotContain(customer);
    }

    @Test
    void deletedCustomerIsGoneForEverybody() {
        var here = newCompany();
        here.run("update customer set deleted_at = '2026-03-01' where id = '%s'".formatted(here.own.customer()));
        for (Persona persona : Persona.values()) {
            assertThat(ask(here, persona, CUSTOMER, Map.of("id", here.own.customer()))
                            .at("/customer")
                            .isNull())
                    .isTrue();
            assertThat(Pages.ids(ask(here, persona, CUSTOMERS, Map.of()).at("/customers")))
                    .doesNotContain(here.own.customer());
        }
    }

    @Test
    void readsTheWholeProfileInOneRequest() {
        Answer answer = ask(Persona.REP, GraphQl.operation("Customer360"), Map.of("id", company.own.customer()));
        assertThat(answer.at("/customer/code").asString()).isEqualTo("OWN");
        assertThat(answer.at("/customer/zone").asString()).isEqualTo("Asia/Shanghai");
        assertThat(answer.at("/customer/owner/name").asString()).isEqualTo("REP");
        assertThat(answer.at("/customer/nextVisitAt").asString()).startsWith("2026-03-02T15:00:00");
        assertThat(answer.at("/customer/lastContactAt").asString()).startsWith("2026-02-25T09:00:00");
        assertThat(answer.at("/customer/contacts/nodes/0/name").asString()).isEqualTo("Wang Fang");
        assertThat(answer.at("/customer/tasks/nodes/0/bucket").asString()).isEqualTo("TODAY");
        assertThat(answer.at("/customer/visits/nodes/0/csat").asInt()).isEqualTo(4);
    }

    @Test
    void malformedIdIsRefused() {
        assertThat(refusal(Persona.REP, CUSTOMER, Map.of("id", "1-1-1-1-1"))).isEqualTo("INVALID_INPUT");
    }

    private boolean sees(Persona persona, UUID customer) {
        return !ask(persona, CUSTOMER, Map.of("id", customer)).at("/customer").isNull();
    }
}
