package io.revisit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.parser.Parser;
import graphql.schema.GraphQLSchema;
import graphql.validation.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every document that apps send fits the schema. */
class OperationsTest {
    private static final GraphQLSchema SCHEMA = Sdl.schema();

    @ParameterizedTest
    @MethodSource("operations")
    void fitsTheSchema(Path operation) throws IOException {
        var document = new Parser().parseDocument(Files.readString(operation));

        assertThat(new Validator().validateDocument(SCHEMA, document, Locale.ENGLISH))
                .isEmpty();
    }

    static List<Path> operations() {
        List<Path> operations = Sdl.files(Path.of("src/main/resources/operations"), ".graphql");
        assertThat(operations).isNotEmpty();
        return operations;
    }
}
