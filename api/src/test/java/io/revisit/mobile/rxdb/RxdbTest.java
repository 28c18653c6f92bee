package io.revisit.mobile.rxdb;

import io.revisit.identity.token.AccessTokens;
import io.revisit.platform.mutation.NewIds;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.FreshDatabase;
import io.revisit.testing.TestClock;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

/** The application with one feature more: people, as RxDB's own tests know them. */
@ContextConfiguration(
        initializers = {FreshDatabase.class, HumanTables.class},
        inheritInitializers = false)
@Import(HumanSync.class)
@TestPropertySource(properties = "spring.graphql.schema.locations=classpath*:graphql/,classpath*:human/graphql/")
abstract class RxdbTest extends CompanyTest {
    @LocalServerPort
    protected int port;

    @Autowired
    private AccessTokens accessTokens;

    /** The token of a phone of its own. */
    protected String newPhone(Persona persona) {
        UUID tenant = company.tenantId();
        UUID user = company.user(persona);
        UUID phone = NewIds.at(TestClock.START);
        company.run(
                """
                insert into device (tenant_id, id, user_id, name, platform) values ('%1$s', '%3$s', '%2$s', 'phone', 'ANDROID');
                insert into session (tenant_id, id, user_id, device_id, expires_at) values ('%1$s', '%3$s', '%2$s', '%3$s', '2100-01-01');
                """
                        .formatted(tenant, user, phone));
        return accessTokens.issue(tenant, user, phone, phone).block().value();
    }

    protected String url() {
        return "http://localhost:" + port;
    }
}
