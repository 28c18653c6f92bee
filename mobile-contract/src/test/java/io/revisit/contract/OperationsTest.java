package io.revisit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.parser.Parser;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import graphql.validation.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every document that apps send fits the schema. */
class OperationsTest {
    private static final GraphQLSchema SCHEMA = schema();

    @ParameterizedTest
    @MethodSource("operations")
    void fitsTheSchema(Path operation) throws IOException {
        var document = new Parser().parseDocument(Files.readString(operation));

        assertThat(new Validator().validateDocument(SCHEMA, document, Locale.ENGLISH))
                .isEmpty();
    }

    static List<Path> operations() {
        List<Path> operations = files(Path.of("src/main/resources/operations"), ".graphql");
        assertThat(operations).isNotEmpty();
        return operations;
    }

    private static GraphQLSchema schema() {
        TypeDefinitionRegistry registry = new TypeDefinitionRegistry();
        for (Path file : files(Path.of("../schema/src/main/resources/graphql"), ".graphqls")) {
            try {
                registry.merge(new SchemaParser().parse(Files.readString(file)));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return UnExecutableSchemaGenerator.makeUnExecutableSchema(registry);
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
