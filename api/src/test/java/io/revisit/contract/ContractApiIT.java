package io.revisit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.CompanyTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is read of a contract. */
class ContractApiIT extends CompanyTest {

    @Test
    void daysHaveNoZoneAndMoneyHasACurrency() {
        company.run("update contract set signed_on = '2025-12-31', ends_on = '2026-12-31' where id = '%s'"
                .formatted(company.own.contract()));
        JsonNode contract = ask(
                        Persona.REP,
                        """
                        query ($id: ID!) {
                          node(id: $id) {
                            ... on Contract {
                              number title state signedOn startsOn endsOn amount { amountMinor currencyCode } customer { code }
                            }
                          }
                        }
                        """,
                        Map.of("id", company.own.contract()))
                .at("/node");
        assertThat(contract.at("/title").asString()).isEqualTo("Supply");
        assertThat(contract.at("/state").asString()).isEqualTo("ACTIVE");
        assertThat(contract.at("/signedOn").asString()).isEqualTo("2025-12-31");
        assertThat(contract.at("/startsOn").asString()).isEqualTo("2026-01-01");
        assertThat(contract.at("/endsOn").asString()).isEqualTo("2026-12-31");
        assertThat(contract.at("/amount/amountMinor").asLong()).isEqualTo(500_000);
        assertThat(contract.at("/amount/currencyCode").asString()).isEqualTo("CNY");
        assertThat(contract.at("/customer/code").asString()).isEqualTo("OWN");
    }
}
