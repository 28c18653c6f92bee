package io.revisit.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SdlLintTest {
    /** Keeps every rule; each bad example below adds one breach to it. */
    private static final String GOOD =
            """
            "Reads." type Query { "A shop." shop: Shop }
            "A shop." type Shop implements Named {
              "Its name." name: String
              "What it sells." goods("How many." first: Int, "After which." after: String): GoodsConnection!
            }
            "Something with a name." interface Named { "Its name." name: String }
            "Goods." type GoodsConnection { "Goods." edges: [String!]! "Goods." nodes: [String!]! "Page." pageInfo: String! }
            "Changes." type Mutation { "Closes a shop." closeShop("Which." input: CloseShopInput!): CloseShopPayload }
            "Which shop." input CloseShopInput { "Its name." name: String! "How." how: How }
            "How to close." enum How { "With a warning." WITH_WARNING }
            "The closed shop." type CloseShopPayload { "It." shop: Shop "Refusals." userErrors: [UserError!]! }
            "A refusal." type UserError { "Why." message: String! }
            """;

    @Test
    void findsNothingInTheSchema() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources/graphql"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".graphqls")).toList()) {
                sources.put(file.getFileName().toString(), Files.readString(file));
            }
        }

        assertThat(sources).containsKey("common.graphqls");
        assertThat(SdlLint.breaches(sources)).isEmpty();
    }

    @Test
    void findsNothingInAGoodExample() {
        assertThat(breaches("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "extend type Query { bare: String } | Query.bare has no description",
                "extend type Query { \"A.\" a(b: Int): String } | Query.a.b has no description",
                "extend type Query { \" \" blank: String } | Query.blank has no description",
                "extend type Query { \"A.\" odd: Odd } scalar Odd | Odd has no description",
                "extend enum How { QUIETLY } | How.QUIETLY has no description",
                "extend input CloseShopInput { soon: Boolean } | CloseShopInput.soon has no description",
                "directive @hot on FIELD_DEFINITION | @hot has no description",
                "extend type Query { \"A.\" odd: odd_type } \"O.\" scalar odd_type | odd_type must be named in PascalCase",
                "extend type Query { \"A.\" Shops: String } | Query.Shops must be named in camelCase",
                "extend type Query { \"A.\" a(\"B.\" b_c: Int): String } | Query.a.b_c must be named in camelCase",
                "extend enum How { \"Q.\" quietly } | How.quietly must be named in UPPER_CASE",
                "extend type Mutation { \"O.\" openShop: OpenShopPayload } \"P.\" type OpenShopPayload { \"R.\" userErrors: [UserError!]! } | Mutation.openShop must take exactly one argument, input: OpenShopInput!",
                "extend type Mutation { \"O.\" openShop(\"I.\" input: CloseShopInput!): OpenShopPayload } \"P.\" type OpenShopPayload { \"R.\" userErrors: [UserError!]! } | Mutation.openShop must take exactly one argument, input: OpenShopInput!",
                "extend type Mutation { \"O.\" openShop(\"I.\" input: OpenShopInput!): Shop } \"I.\" input OpenShopInput { \"N.\" name: String } | Mutation.openShop must return OpenShopPayload",
                "extend type Mutation { \"O.\" openShop(\"I.\" input: OpenShopInput!): OpenShopPayload } \"I.\" input OpenShopInput { \"N.\" name: String } \"P.\" type OpenShopPayload { \"R.\" userErrors: [UserError] } | OpenShopPayload must have the field userErrors: [UserError!]!",
                "\"A ruin.\" type Ruin { \"N.\" name: String } | Ruin is not used",
                "\"A ruin.\" input Ruin { \"N.\" name: String } | Ruin is not used",
                "extend type Query { \"A.\" old: Int @deprecated } | Query.old is deprecated without the date (yyyy-mm-dd) on which it goes",
                "extend type Query { \"A.\" old: Int @deprecated(reason: \"Goes 2027-01-01.\") } | Query.old is deprecated without a successor in backquotes that exists",
                "extend type Query { \"A.\" old: Int @deprecated(reason: \"Use `nothing`, goes 2027-01-01.\") } | Query.old is deprecated without a successor in backquotes that exists",
                "extend type Query { \"A.\" all: GoodsConnection } | Query.all is a connection without the argument first",
                "extend type Query { \"A.\" all(\"F.\" first: Int): GoodsConnection } | Query.all is a connection without the argument after",
                "extend type Query { \"A.\" all(\"F.\" first: Int, \"A.\" after: String): BadConnection } \"B.\" type BadConnection { \"E.\" edges: [String] \"N.\" nodes: [String] } | BadConnection must have the field pageInfo",
            })
    void findsWhatIsBad(String bad, String breach) {
        assertThat(breaches(bad)).contains(breach);
    }

    @Test
    void acceptsADeprecationThatTellsTheSuccessorAndTheDate() {
        assertThat(
                        breaches(
                                "extend type Query { \"A.\" old: Int @deprecated(reason: \"Use `shop`; goes on 2027-01-01.\") }"))
                .isEmpty();
    }

    private static List<String> breaches(String more) {
        return SdlLint.breaches(Map.of("good.graphqls", GOOD + more));
    }
}
