package io.revisit.contract.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import io.revisit.contract.Sdl;
import org.junit.jupiter.api.Test;

class SyncedTypesTest {
    private static final String MARKS =
            """
            directive @synced(scope: [String!], merge: Merge, last: Int, since: Int! = 1, deviceClock: Boolean! = false)
                on OBJECT | FIELD_DEFINITION
            directive @unsynced on FIELD_DEFINITION
            enum Merge { CLIENT SERVER ASK }
            interface Node { id: ID! }
            """;

    @Test
    void readsTheCollectionsOfTheProduct() {
        SyncedTypes types = SyncedTypes.of(Sdl.schema());

        assertThat(types.all())
                .extracting(SyncedType::name)
                .contains(
                        "Contact",
                        "Contract",
                        "Customer",
                        "Order",
                        "Product",
                        "Task",
                        "Ticket",
                        "TimelineEntry",
                        "User",
                        "Visit",
                        "VisitRevision");
        assertThat(types.named("Task").orElseThrow().scopes()).containsExactly("customerId", "assigneeId");
        assertThat(types.named("User").orElseThrow().fields())
                .extracting(SyncedField::name)
                .containsExactly("id", "name", "role", "unitId", "active");
        assertThat(types.named("Order").orElseThrow().fields())
                .extracting(SyncedField::name)
                .contains("totalAmountMinor", "totalCurrency", "customerId")
                .doesNotContain("total", "lines");
        assertThat(types.named("Customer").orElseThrow().field("addressCity")).isPresent();
        assertThat(types.named("Customer").orElseThrow().field("tags"))
                .hasValueSatisfying(tags -> assertThat(tags.list()).isTrue());
    }

    @Test
    void takesMergeAndVersionFromTheFieldBeforeTheType() {
        SyncedTypes types = SyncedTypes.of(
                schema(
                        """
                type Query { human: Human }
                type Human implements Node @synced(scope: ["tenant"], merge: CLIENT) {
                  name: String!
                  id: ID!
                  age: Int @synced(merge: ASK, since: 3)
                }
                """));

        SyncedType human = types.named("Human").orElseThrow();
        assertThat(human.fields()).extracting(SyncedField::name).containsExactly("id", "name", "age");
        assertThat(human.fields())
                .extracting(SyncedField::merge)
                .containsExactly(MergePolicy.CLIENT, MergePolicy.CLIENT, MergePolicy.ASK);
        assertThat(human.fieldsIn(2)).extracting(SyncedField::name).containsExactly("id", "name");
        assertThat(types.schemaVersion()).isEqualTo(3);
        assertThat(human.grewBetween(2, 3)).isTrue();
        assertThat(human.grewBetween(1, 2)).isFalse();
    }

    @Test
    void refusesAScopeThatLeadsNowhere() {
        GraphQLSchema schema = schema(
                """
                type Query { human: Human }
                type Human implements Node @synced(scope: ["boss"]) { id: ID! name: String }
                """);

        assertThatIllegalStateException()
                .isThrownBy(() -> SyncedTypes.of(schema))
                .withMessageContaining("boss");
    }

    private static GraphQLSchema schema(String sdl) {
        return UnExecutableSchemaGenerator.makeUnExecutableSchema(new SchemaParser().parse(MARKS + sdl));
    }
}
