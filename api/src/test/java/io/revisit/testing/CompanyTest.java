package io.revisit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.identity.token.AccessTokens;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.GraphQl.Answer;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What tests with personas start from: two companies that must know nothing of each other, and a way to ask. */
@RevisitTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CompanyTest {
    protected Company company;
    protected Company otherCompany;
    protected GraphQl anonymous;

    @Autowired
    protected TestDatabase database;

    @Autowired
    protected TestClock clock;

    @Autowired
    private AccessTokens accessTokens;

    @BeforeAll
    void found(@LocalServerPort int port) {
        company = newCompany();
        otherCompany = newCompany();
        anonymous = GraphQl.anonymous(port);
    }

    /** A further company, whose tokens are valid from the time that it is now. */
    protected Company newCompany() {
        return new Company(database, accessTokens);
    }

    /** Asks as somebody of the company; that nothing went wrong is part of the answer. */
    protected Answer ask(Persona persona, String document, Map<String, ?> variables) {
        return ask(company, persona, document, variables);
    }

    protected Answer ask(Company of, Persona persona, String document, Map<String, ?> variables) {
        Answer answer = anonymous.as(of.token(persona)).send(document, variables);
        assertThat(answer.errorCode()).as("%s", answer.body()).isNull();
        return answer;
    }

    /** The code that the request is refused with as a whole. */
    protected String refusal(Persona persona, String document, Map<String, ?> variables) {
        return anonymous.as(company.token(persona)).send(document, variables).errorCode();
    }
}
