package io.revisit.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.Pages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which customers a list shows, in which order, page by page. */
class CustomerListApiIT extends CompanyTest {
    private static final String LIST =
            """
            query ($first: Int, $after: String, $filter: CustomerFilter, $orderBy: CustomerOrder) {
              customers(first: $first, after: $after, filter: $filter, orderBy: $orderBy) %s
            }
            """
                    .formatted(Pages.PAGE);
    private static final String CODES =
            "query ($filter: CustomerFilter) { customers(filter: $filter, first: 100) { nodes { code } } }";

    @BeforeAll
    void refine() {
        company.run(
                """
                update customer set name = 'Müller & Söhne', city = 'Zürich', country_code = 'CH', tier = 'VIP',
                    segment = 'retail', industry = 'tea', tags = '{old,big}', next_visit_at = '2026-03-05T10:00Z',
                    last_contact_at = '2026-01-01T00:00Z' where tenant_id = current_tenant() and code = 'OWN';
                update customer set name = '北京绿叶茶业有限公司', city = '北京', country_code = 'CN', tier = 'KEY',
                    segment = 'wholesale', tags = '{big}', next_visit_at = '2026-03-04T10:00Z',
                    last_contact_at = '2026-02-01T00:00Z' where tenant_id = current_tenant() and code = 'COLLEAGUES';
                update customer set name = '上海Lumen科技', tier = 'STRATEGIC', next_visit_at = null,
                    last_contact_at = '2026-02-02T00:00Z' where tenant_id = current_tenant() and code = 'SHARED';
                update customer set name = 'Ångström 茶', owner_id = null, next_visit_at = '2026-03-04T10:30Z',
                    last_contact_at = null where tenant_id = current_tenant() and code = 'OUTSIDERS';
                """);
        otherCompany.run(
                "update customer set name = 'Müller 绿叶 Lumen', tier = 'VIP' where tenant_id = current_tenant()");
    }

    static Stream<Map<String, Object>> filters() {
        return Stream.of(
                Map.of("tiers", List.of("VIP", "KEY"), "codes", List.of("COLLEAGUES", "OWN")),
                Map.of("tiers", List.of(), "codes", List.of()),
                Map.of("segments", List.of("retail"), "codes", List.of("OWN")),
                Map.of("industries", List.of("tea", "coffee"), "codes", List.of("OWN")),
                Map.of("tags", List.of("big", "none"), "codes", List.of("COLLEAGUES", "OWN")),
                Map.of("countryCodes", List.of("CN"), "codes", List.of("COLLEAGUES")),
                Map.of("nextVisitBefore", "2026-03-05T10:00:00Z", "codes", List.of("COLLEAGUES", "OUTSIDERS")),
                Map.of("noContactSince", "2026-02-01T00:00:00Z", "codes", List.of("OUTSIDERS", "OWN")),
                Map.of(
                        "noContactSince",
                        "2026-02-01T08:00:01+08:00",
                        "codes",
                        List.of("COLLEAGUES", "OUTSIDERS", "OWN")),
                Map.of("tags", List.of("big"), "tiers", List.of("VIP"), "codes", List.of("OWN")));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void everyConditionHolds(Map<String, Object> filterAndCodes) {
        Map<String, Object> filter = new java.util.HashMap<>(filterAndCodes);
        Object codes = filter.remove("codes");
        assertThat(codes(Persona.DIRECTOR, filter)).isEqualTo(codes);
    }

    @Test
    void ownersAreFoundByTheirIds() {
        Map<String, Object> filter = Map.of(
                "ownerIds",
                List.of(
                        company.user(Persona.REP).toString(),
                        company.user(Persona.OUTSIDER).toString()));
        assertThat(codes(Persona.DIRECTOR, filter)).containsExactly("OWN", "SHARED");
        assertThat(codes(Persona.COLLEAGUE, filter)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "muller, OWN",
        "MÜLL, OWN",
        "sohne mul, OWN",
        "zurich, OWN",
        "angstrom, OUTSIDERS",
        "own, OWN",
        "叶, COLLEAGUES",
        "绿叶, COLLEAGUES",
        "茶业有限, COLLEAGUES",
        "京绿, COLLEAGUES",
        "北京, COLLEAGUES",
        "上海, SHARED",
        "海科, ''",
        "科技, SHARED",
        "lumen, SHARED",
        "lum 科技, SHARED",
        "上海Lumen科技, SHARED",
        "ller, ''",
        "绿茶, ''",
        "茶, COLLEAGUES;OUTSIDERS",
        "!!!, ''",
        "' & | '':* \\', ''"
    })
    void searchFindsBeginningsOfLatinWordsAndAnyPartOfChinese(String words, String found) {
        assertThat(codes(Persona.DIRECTOR, Map.of("search", words)))
                .isEqualTo(found.isEmpty() ? List.of() : List.of(found.split(";", -1)));
    }

    @Test
    void searchKeepsToWhatTheViewerSees() {
        assertThat(codes(Persona.REP, Map.of("search", "绿叶"))).isEmpty();
        assertThat(codes(Persona.REP, Map.of("search", "lumen"))).containsExactly("SHARED");
        assertThat(codes(Persona.SUPERVISOR, Map.of("search", "茶"))).containsExactly("COLLEAGUES");
        assertThat(codes(Persona.SUPERVISOR, Map.of("search", "muller", "tiers", List.of("KEY"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "NAME, ASC, SHARED;COLLEAGUES;OUTSIDERS;OWN",
        "NEXT_VISIT_AT, ASC, COLLEAGUES;OUTSIDERS;OWN;SHARED",
        "LAST_CONTACT_AT, ASC, OUTSIDERS;OWN;COLLEAGUES;SHARED"
    })
    void everyOrderIsWalkedPageByPageInBothDirections(String field, String direction, String codes) {
        List<UUID> ascending = new ArrayList<>();
        for (String code : codes.split(";", -1)) {
            ascending.add(id(code));
        }
        if (field.equals("NAME")) {
            // Chinese before Latin or after it is the collation's choice; within a script the order is certain.
            assertThat(walk(Persona.DIRECTOR, field, direction, 100))
                    .containsSubsequence(id("COLLEAGUES"), id("SHARED"))
                    .containsSubsequence(id("OUTSIDERS"), id("OWN"));
            ascending = walk(Persona.DIRECTOR, field, direction, 100);
        }
        List<UUID> descending = new ArrayList<>(ascending);
        Collections.reverse(descending);
        for (int first = 1; first <= 3; first++) {
            assertThat(walk(Persona.DIRECTOR, field, "ASC", first)).isEqualTo(ascending);
            assertThat(walk(Persona.DIRECTOR, field, "DESC", first)).isEqualTo(descending);
            assertThat(walk(Persona.SUPERVISOR, field, "ASC", first))
                    .isEqualTo(ascending.stream()
                            .filter(id -> !id.equals(id("OUTSIDERS")))
                            .toList());
        }
    }

    @Test
    void searchIsWalkedPageByPage() {
        assertThat(Pages.walk(
                        anonymous.as(company.token(Persona.DIRECTOR)),
                        LIST,
                        "/customers",
                        Map.of("filter", Map.of("search", "茶")),
                        1))
                .hasSize(2);
    }

    @Test
    void tooMuchToSearchForIsRefused() {
        List<String> many = Collections.nCopies(51, company.user(Persona.REP).toString());
        for (String field : List.of("segments", "industries", "tags", "countryCodes", "ownerIds")) {
            assertThat(refusal(Persona.DIRECTOR, CODES, Map.of("filter", Map.of(field, many))))
                    .as(field)
                    .isEqualTo("INVALID_INPUT");
        }
        for (String words : List.of("", " ", "x".repeat(101), "a\0b")) {
            assertThat(refusal(Persona.DIRECTOR, CODES, Map.of("filter", Map.of("search", words))))
                    .isEqualTo("INVALID_INPUT");
        }
        assertThat(refusal(Persona.DIRECTOR, CODES, Map.of("filter", Map.of("tags", List.of("a\0b")))))
                .isEqualTo("INVALID_INPUT");
        assertThat(refusal(Persona.DIRECTOR, CODES, Map.of("filter", Map.of("ownerIds", List.of("me")))))
                .isEqualTo("INVALID_INPUT");
    }

    private List<String> codes(Persona persona, Map<String, Object> filter) {
        return ask(persona, CODES, Map.of("filter", filter))
                .at("/customers/nodes")
                .valueStream()
                .map(node -> node.at("/code").asString())
                .sorted()
                .toList();
    }

    private List<UUID> walk(Persona persona, String field, String direction, int first) {
        return Pages.walk(
                anonymous.as(company.token(persona)),
                LIST,
                "/customers",
                Map.of("orderBy", Map.of("field", field, "direction", direction)),
                first);
    }

    private UUID id(String code) {
        return switch (code) {
            case "OWN" -> company.own.customer();
            case "COLLEAGUES" -> company.colleagues.customer();
            case "SHARED" -> company.shared.customer();
            default -> company.outsiders.customer();
        };
    }
}
