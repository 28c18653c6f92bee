package io.revisit.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.TrivialDataFetcher;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import io.revisit.testing.RevisitTest;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.graphql.execution.GraphQlSource;

@RevisitTest
class SchemaWiringIT {
    @Autowired
    GraphQlSource source;

    @Test
    void answersEveryRootFieldWithCode() {
        GraphQLSchema schema = source.schema();
        List<String> unanswered = Stream.of(
                        schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType())
                .filter(Objects::nonNull)
                .flatMap(root -> root.getFieldDefinitions().stream()
                        .filter(field -> !isAnswered(schema, root, field.getName()))
                        .map(field -> root.getName() + "." + field.getName()))
                .toList();

        assertThat(unanswered).isEmpty();
    }

    private static boolean isAnswered(GraphQLSchema schema, GraphQLObjectType root, String field) {
        FieldCoordinates coordinates = FieldCoordinates.coordinates(root, field);
        // Without a fetcher of its own a field reads a property, and a root has none: it would always be null.
        return schema.getCodeRegistry().hasDataFetcher(coordinates)
                && !(schema.getCodeRegistry().getDataFetcher(coordinates, root.getFieldDefinition(field))
                        instanceof TrivialDataFetcher);
    }
}
