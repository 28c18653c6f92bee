package io.revisit.testing;

import io.revisit.identity.token.AccessTokens;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.Mutation.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Gives each test companies of its own to change, over real HTTP. */
@RevisitTest
public abstract class MutationApiTest {
    @Autowired
    protected TestDatabase database;

    @Autowired
    protected TestClock clock;

    @Autowired
    private AccessTokens tokens;

    @LocalServerPort
    private int port;

    protected Company company;
    protected Sql sql;
    private @Nullable Company otherCompany;

    @BeforeEach
    void found() {
        company = new Company(database, tokens);
        sql = new Sql(database, company.tenantId());
        otherCompany = null;
    }

    protected final Company otherCompany() {
        if (otherCompany == null) {
            otherCompany = new Company(database, tokens);
        }
        return otherCompany;
    }

    protected final GraphQl anonymous() {
        return GraphQl.anonymous(port);
    }

    protected final GraphQl as(Persona persona) {
        return anonymous().as(company.token(persona));
    }

    protected final Outcome send(Persona persona, Mutation mutation) {
        return mutation.send(as(persona));
    }

    protected final String verdict(Persona persona, Mutation mutation) {
        return send(persona, mutation).verdict();
    }

    /** What becomes of one valid input with the named fields replaced. */
    protected final String verdict(Persona persona, Mutation valid, String field, @Nullable Object value) {
        return verdict(persona, valid.again().with(field, value));
    }
}
