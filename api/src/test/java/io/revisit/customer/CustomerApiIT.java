package io.revisit.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.identity.token.AccessTokens;
import io.revisit.testing.Company;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.GraphQl;
import io.revisit.testing.GraphQl.Answer;
import io.revisit.testing.RevisitTest;
import io.revisit.testing.TestDatabase;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who sees which customer. */
@RevisitTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CustomerApiIT {
    private static final String CUSTOMER = "query ($id: ID!) { customer(id: $id) { id name } }";

    private Company company;
    private Company otherCompany;
    private GraphQl graphQl;

    @BeforeAll
    void found(@Autowired TestDatabase database, @Autowired AccessTokens tokens, @LocalServerPort int port) {
        company = new Company(database, tokens);
        otherCompany = new Company(database, tokens);
        graphQl = GraphQl.anonymous(port);
    }

    @Test
    void anonymousIsAskedToLogIn() {
        assertThat(graphQl.send(CUSTOMER, Map.of("id", company.own.customer())).errorCode())
                .isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void repSeesHisOwnAndSharedCustomersOnly() {
        assertThat(sees(Persona.REP, company.own.customer())).isTrue();
        assertThat(sees(Persona.REP, company.shared.customer())).isTrue();
        assertThat(sees(Persona.REP, company.colleagues.customer())).isFalse();
        assertThat(sees(Persona.REP, company.outsiders.customer())).isFalse();
    }

    @Test
    void nobodySeesCustomersOfAnotherCompany() {
        for (Persona persona : Persona.values()) {
            assertThat(sees(persona, otherCompany.own.customer()))
                    .as("%s", persona)
                    .isFalse();
        }
    }

    private boolean sees(Persona persona, UUID customer) {
        Answer answer = graphQl.as(company.token(persona)).send(CUSTOMER, Map.of("id", customer));
        assertThat(answer.errorCode()).isNull();
        return !answer.at("/customer").isNull();
    }
}
