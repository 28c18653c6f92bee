package io.revisit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakingChangesTest {
    private static final String RELEASED =
            """
            type Query { shop(id: ID!, near: Place): Shop! find(text: String): [Shop!]! all(top: Int! = 5): [Shop!] thing: Thing }
            type Mutation { openShop(input: OpenShopInput!): Shop }
            interface Named { name: String! }
            type Shop implements Named { name: String! floors: Int! owner: Person kind: Kind! old: String @deprecated(reason: "gone soon") }
            type Person implements Named { name: String! mail: String! age: Int }
            union Thing = Shop | Person
            enum Kind { BAKERY BUTCHER }
            input OpenShopInput { name: String! floors: Int }
            input Place { latitude: Float! wide: Boolean! = false }
            """;

    /** To break something on purpose, give apps a deadline, and only after it replace the released file. */
    @Test
    void breaksNothingThatWasReleased() throws IOException {
        String released;
        try (var stream = BreakingChangesTest.class.getResourceAsStream("/released/schema-1.graphqls")) {
            released = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(BreakingChanges.between(
                        released, Files.readString(Path.of("target/generated-contract/schema.graphqls"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "age: Int }                      | }                                 | Person.age",
                "mail: String!                   | mail: String                      | Person.mail",
                "floors: Int! owner              | floors: Float! owner              | Shop.floors",
                "floors: Int! owner              | floors: Int owner                 | Shop.floors",
                "find(text: String): [Shop!]!    | find(text: String): [Shop]!       | Query.find",
                "find(text: String): [Shop!]!    | find(text: String): Shop!         | Query.find",
                "find(text: String)              | find(text: String!)               | Query.find",
                "find(text: String)              | find(text: String, top: Int!)     | Query.find",
                "near: Place                     | far: Place                        | Query.shop",
                "top: Int! = 5                   | top: Int!                         | Query.all.top",
                "wide: Boolean! = false          | wide: Boolean!                    | Place.wide",
                "BAKERY BUTCHER                  | BAKERY                            | BUTCHER",
                "input OpenShopInput { name: String! floors: Int } | input OpenShopInput { name: String! floors: Int! } | OpenShopInput.floors",
                "input OpenShopInput { name: String! floors: Int } | input OpenShopInput { name: String! } | OpenShopInput.floors",
                "input OpenShopInput { name: String! floors: Int } | input OpenShopInput { name: String! floors: Int by: ID! } | OpenShopInput",
                "union Thing = Shop | union Thing = Person #  | Thing",
                "type Person implements Named    | type Person                       | Person",
                "thing: Thing }                  | }                                 | Query.thing",
            })
    void tellsWhatBroke(String before, String after, String place) {
        String changed = RELEASED.replace(before, after);
        assertThat(changed).isNotEqualTo(RELEASED);

        assertThat(BreakingChanges.between(RELEASED, changed)).isNotEmpty().anySatisfy(breakage -> assertThat(breakage)
                .contains(place));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "age: Int }                      | age: Int height: Int }",
                "age: Int }                      | age: Int! }",
                "find(text: String)              | find(text: String, top: Int)",
                "find(text: String)              | find(text: String, top: Int! = 10)",
                "latitude: Float!                | latitude: Float! high: Boolean! = true",
                "shop(id: ID!                    | shop(id: ID",
                "BAKERY BUTCHER                  | BAKERY BUTCHER FLORIST",
                "input OpenShopInput { name: String! floors: Int } | input OpenShopInput { name: String! floors: Int by: ID }",
                "input OpenShopInput { name: String! floors: Int } | input OpenShopInput { name: String floors: Int }",
                "age: Int }                      | age: Int @deprecated(reason: \"gone soon\") }",
                "enum Kind                       | type Street implements Named { name: String! } enum Kind",
            })
    void letsAdditionsPass(String before, String after) {
        String changed = RELEASED.replace(before, after);
        assertThat(changed).isNotEqualTo(RELEASED);

        assertThat(BreakingChanges.between(RELEASED, changed)).isEmpty();
    }
}
