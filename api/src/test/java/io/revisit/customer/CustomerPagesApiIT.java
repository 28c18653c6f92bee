package io.revisit.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.GraphQl.Answer;
import io.revisit.testing.Pages;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages may be asked for: every list is refused in the same way, customers stand for all. */
class CustomerPagesApiIT extends CompanyTest {
    private static final String LIST =
            """
            query ($first: Int, $after: String, $filter: CustomerFilter, $orderBy: CustomerOrder) {
              customers(first: $first, after: $after, filter: $filter, orderBy: $orderBy) %s
            }
            """
                    .formatted(Pages.PAGE);

    @Test
    void emptyPageHasNoCursors() {
        assertThat(Pages.walk(
                        anonymous.as(company.token(Persona.DIRECTOR)),
                        LIST,
                        "/customers",
                        Map.of("filter", Map.of("search", "nobody")),
                        3))
                .isEmpty();
    }

    @Test
    void cursorOfAnotherOrderIsRefused() {
        Answer byName = ask(Persona.DIRECTOR, LIST, Map.of("first", 1));
        String cursor = byName.at("/customers/pageInfo/endCursor").asString();
        for (Map<String, String> order : List.of(
                Map.of("field", "NAME", "direction", "DESC"), Map.of("field", "LAST_CONTACT_AT", "direction", "ASC"))) {
            assertThat(refusal(Persona.DIRECTOR, LIST, Map.of("first", 1, "after", cursor, "orderBy", order)))
                    .isEqualTo("CURSOR_INVALID");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "{}",
                "[]",
                "[\"NEXT_VISIT_AT+\"]",
                "[\"NEXT_VISIT_AT+\", \"soon\", \"8c3f1c2e-0000-7000-8000-000000000001\"]",
                "[\"NEXT_VISIT_AT+\", \"2026-03-05T10:00:00Z\", \"nobody\"]",
                "[\"NEXT_VISIT_AT+\", \"+99999-03-05T10:00:00Z\", \"8c3f1c2e-0000-7000-8000-000000000001\"]",
                "[\"NEXT_VISIT_AT+\", \"+999999999-03-05T10:00:00Z\", \"8c3f1c2e-0000-7000-8000-000000000001\"]",
                "[\"NEXT_VISIT_AT+\", \"-0001-03-05T10:00:00Z\", \"8c3f1c2e-0000-7000-8000-000000000001\"]",
                "[\"NEXT_VISIT_AT+\", {}, []]"
            })
    void garbageIsNoCursor(String content) {
        String encoded = Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
        Map<String, String> order = Map.of("field", "NEXT_VISIT_AT", "direction", "ASC");
        for (String cursor : List.of(content, encoded)) {
            assertThat(refusal(Persona.DIRECTOR, LIST, Map.of("after", cursor, "orderBy", order)))
                    .isEqualTo("CURSOR_INVALID");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 101})
    void pageHasOneToAHundredElements(int first) {
        assertThat(refusal(Persona.DIRECTOR, LIST, Map.of("first", first))).isEqualTo("PAGE_SIZE_INVALID");
        assertThat(refusal(
                        Persona.DIRECTOR,
                        "query ($first: Int) { customers(first: $first) { totalCount } }",
                        Map.of("first", first)))
                .isEqualTo("PAGE_SIZE_INVALID");
    }
}
