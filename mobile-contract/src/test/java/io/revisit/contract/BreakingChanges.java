package io.revisit.contract;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInputFieldsContainer;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputValueDefinition;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.diff.DiffEvent;
import graphql.schema.diff.SchemaDiff;
import graphql.schema.diff.SchemaDiffSet;
import graphql.schema.diff.reporting.CapturingReporter;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What in a new SDL breaks apps that were made for an old one. */
final class BreakingChanges {
    private BreakingChanges() {}

    /** One sentence for each, with its place; empty when old apps will not notice. */
    static List<String> between(String oldSdl, String newSdl) {
        CapturingReporter reporter = new CapturingReporter();
        new SchemaDiff().diffSchema(SchemaDiffSet.diffSetFromSdl(oldSdl, newSdl), reporter);
        Map<String, GraphQLInputValueDefinition> before = inputs(oldSdl);
        Map<String, GraphQLInputValueDefinition> after = inputs(newSdl);
        Stream<String> breakages = reporter.getBreakages().stream()
                .filter(breakage -> !mayBeLeftOut(after.get(place(breakage))) || before.containsKey(place(breakage)))
                .map(breakage -> place(breakage) + ": " + breakage.getReasonMsg());
        // graphql-java does not look at defaults.
        Stream<String> lostDefaults = before.entrySet().stream()
                .filter(input -> after.containsKey(input.getKey())
                        && mayBeLeftOut(input.getValue())
                        && !mayBeLeftOut(after.get(input.getKey())))
                .map(input -> input.getKey() + ": could be left out, and now it must be given");
        return Stream.concat(breakages, lostDefaults).distinct().toList();
    }

    private static String place(DiffEvent breakage) {
        Stream<String> components = breakage.getComponents().stream();
        return Stream.concat(Stream.of(breakage.getTypeName(), breakage.getFieldName()), components)
                .filter(name -> name != null)
                .distinct()
                .reduce((left, right) -> left + "." + right)
                .orElseThrow();
    }

    private static boolean mayBeLeftOut(GraphQLInputValueDefinition input) {
        return input != null && (GraphQLTypeUtil.isNullable(input.getType()) || hasDefault(input));
    }

    private static boolean hasDefault(GraphQLInputValueDefinition input) {
        return input instanceof GraphQLArgument argument
                ? argument.hasSetDefaultValue()
                : ((GraphQLInputObjectField) input).hasSetDefaultValue();
    }

    /** All arguments and input fields by their place. */
    private static Map<String, GraphQLInputValueDefinition> inputs(String sdl) {
        GraphQLSchema schema = UnExecutableSchemaGenerator.makeUnExecutableSchema(new SchemaParser().parse(sdl));
        Map<String, GraphQLInputValueDefinition> inputs = new LinkedHashMap<>();
        for (GraphQLNamedType type : schema.getAllTypesAsList()) {
            if (type instanceof GraphQLInputFieldsContainer container) {
                container
                        .getFieldDefinitions()
                        .forEach(field -> inputs.put(type.getName() + "." + field.getName(), field));
            } else if (type instanceof GraphQLFieldsContainer container) {
                for (GraphQLFieldDefinition field : container.getFieldDefinitions()) {
                    field.getArguments()
                            .forEach(argument -> inputs.put(
                                    type.getName() + "." + field.getName() + "." + argument.getName(), argument));
                }
            }
        }
        return inputs;
    }
}
