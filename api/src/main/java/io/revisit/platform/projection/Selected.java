package io.revisit.platform.projection;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.SelectedField;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A selected field with its arguments and what is selected below it. {@code ordinal} is its place in the walk over the
 * whole selection: two requests of the same {@link Selection#shape() shape} have the same field at the same ordinal.
 */
public record Selected(
        int ordinal,
        String name,
        String resultKey,
        Map<String, Object> arguments,
        Set<String> typeNames,
        List<Selected> children) {

    /** Whether a field of this name stands directly below. */
    public boolean asksFor(String childName) {
        return children.stream().anyMatch(child -> child.name.equals(childName));
    }

    /** The fields of this name directly below, whatever their aliases. */
    public List<Selected> below(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).toList();
    }

    /** The argument, or null when it was not given. */
    public @Nullable Object argument(String argumentName) {
        return arguments.get(argumentName);
    }

    /** A value inside an input object argument, or null when either was not given. */
    public @Nullable Object argument(String argumentName, String fieldName) {
        return arguments.get(argumentName) instanceof Map<?, ?> input ? input.get(fieldName) : null;
    }

    /** A whole selection, and the text that is equal for all selections that need the same SQL. */
    record Selection(Selected root, List<Selected> fields, String shape) {

        static Selection of(DataFetchingEnvironment environment) {
            List<Selected> fields = new ArrayList<>();
            StringBuilder shape = new StringBuilder(256);
            Selected root = add(
                    environment.getField().getName(),
                    environment.getMergedField().getResultKey(),
                    environment.getArguments(),
                    Set.of(),
                    environment.getFieldDefinition(),
                    environment.getSelectionSet().getImmediateFields(),
                    fields,
                    shape);
            return new Selection(root, fields, shape.toString());
        }

        private static Selected add(
                String name,
                String resultKey,
                Map<String, Object> arguments,
                Set<String> typeNames,
                GraphQLFieldDefinition definition,
                List<SelectedField> below,
                List<Selected> fields,
                StringBuilder shape) {
            List<Selected> children = new ArrayList<>();
            Selected selected = new Selected(fields.size(), name, resultKey, arguments, typeNames, children);
            fields.add(selected);
            shape.append(' ').append(resultKey).append(':').append(name);
            if (!arguments.isEmpty()) {
                shape.append('(');
                for (GraphQLArgument argument : definition.getArguments()) {
                    appendValue(argument.getName(), argument.getType(), arguments.get(argument.getName()), shape);
                }
                shape.append(')');
            }
            if (!below.isEmpty()) {
                shape.append('{');
                for (SelectedField child : below) {
                    if (!child.getName().startsWith("__")) {
                        shape.append(String.join("|", child.getObjectTypeNames()));
                        children.add(add(
                                child.getName(),
                                child.getResultKey(),
                                child.getArguments(),
                                Set.copyOf(child.getObjectTypeNames()),
                                child.getFieldDefinitions().get(0),
                                child.getSelectionSet().getImmediateFields(),
                                fields,
                                shape));
                    }
                }
                shape.append('}');
            }
            return selected;
        }

        /** Enum values may decide which SQL is needed and count by value; everything else is bound and counts by presence. */
        private static void appendValue(String name, GraphQLType type, @Nullable Object value, StringBuilder shape) {
            if (value == null) {
                return;
            }
            shape.append(name);
            GraphQLType bare = GraphQLTypeUtil.unwrapAll(type);
            if (bare instanceof GraphQLEnumType) {
                shape.append('=').append(value instanceof Collection<?> values ? new TreeSet<>(values) : value);
            } else if (bare instanceof GraphQLInputObjectType object && value instanceof Map<?, ?> input) {
                shape.append('[');
                for (GraphQLInputObjectField field : object.getFieldDefinitions()) {
                    appendValue(field.getName(), field.getType(), input.get(field.getName()), shape);
                }
                shape.append(']');
            }
            shape.append(',');
        }
    }
}
