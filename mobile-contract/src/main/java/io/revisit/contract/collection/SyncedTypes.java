package io.revisit.contract.collection;

import graphql.schema.GraphQLAppliedDirective;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLEnumValueDefinition;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLOutputType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All collections of a schema, in alphabetical order. */
public final class SyncedTypes {
    private static final String SYNCED = "synced";
    private static final String UNSYNCED = "unsynced";
    private static final String MONEY = "Money";

    private final List<SyncedType> types;

    private SyncedTypes(List<SyncedType> types) {
        this.types = List.copyOf(types);
    }

    /** Reads the marks of a schema; a mark that makes no sense is refused with its place. */
    public static SyncedTypes of(GraphQLSchema schema) {
        return new SyncedTypes(schema.getAllTypesAsList().stream()
                .filter(GraphQLObjectType.class::isInstance)
                .map(GraphQLObjectType.class::cast)
                .filter(type -> type.hasAppliedDirective(SYNCED))
                .map(SyncedTypes::type)
                .sorted(Comparator.comparing(SyncedType::name))
                .toList());
    }

    public List<SyncedType> all() {
        return types;
    }

    public Optional<SyncedType> named(String name) {
        return types.stream().filter(type -> type.name().equals(name)).findFirst();
    }

    /** The newest version of the phones' schema: the highest {@code since} of any type or field. */
    public int schemaVersion() {
        return types.stream()
                .flatMap(type -> Stream.concat(
                        Stream.of(type.since()), type.fields().stream().map(SyncedField::since)))
                .max(Comparator.naturalOrder())
                .orElse(1);
    }

    private static SyncedType type(GraphQLObjectType type) {
        GraphQLAppliedDirective mark = Objects.requireNonNull(type.getAppliedDirective(SYNCED));
        List<SyncedField> fields = new ArrayList<>();
        MergePolicy merge = merge(mark, MergePolicy.SERVER);
        int since = since(mark, 1);
        for (GraphQLFieldDefinition field : type.getFieldDefinitions()) {
            addField(fields, type, field, merge, since);
        }
        fields.sort(Comparator.comparing(field -> !field.name().equals("id")));
        List<String> scopes = new ArrayList<>();
        for (Object scope : (List<?>) Objects.requireNonNullElse(argument(mark, "scope"), List.of())) {
            scopes.add(scope(type, String.valueOf(scope), fields));
        }
        if (scopes.isEmpty() || fields.isEmpty() || !fields.get(0).name().equals("id")) {
            throw new IllegalStateException("@synced type " + type.getName() + " needs an id and a scope");
        }
        return new SyncedType(
                type.getName(),
                description(type.getDescription()),
                scopes,
                (Integer) argument(mark, "last"),
                since,
                fields);
    }

    private static String scope(GraphQLObjectType type, String scope, List<SyncedField> fields) {
        if (scope.equals("id") || scope.equals("tenant")) {
            return scope;
        }
        return fields.stream()
                .filter(field -> field.name().equals(scope + "Id") && field.reference() != null)
                .map(SyncedField::name)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "@synced type " + type.getName() + " has no field " + scope + " that leads to a scope"));
    }

    private static void addField(
            List<SyncedField> fields,
            GraphQLObjectType owner,
            GraphQLFieldDefinition field,
            MergePolicy merge,
            int since) {
        if (field.hasAppliedDirective(UNSYNCED) || !field.getArguments().isEmpty()) {
            return;
        }
        GraphQLOutputType type = field.getType();
        boolean required = GraphQLTypeUtil.isNonNull(type);
        GraphQLType bare = GraphQLTypeUtil.unwrapNonNull(type);
        boolean list = bare instanceof GraphQLList;
        GraphQLNamedType named = GraphQLTypeUtil.unwrapAllAs(type);
        Shape shape = new Shape(field, required, list, merge, since);
        if (named instanceof GraphQLScalarType || named instanceof GraphQLEnumType) {
            fields.add(shape.leaf(field.getName(), named, required));
        } else if (!list && named instanceof GraphQLObjectType object) {
            addObject(fields, owner, field.getName(), object, shape);
        }
    }

    /** A relation becomes an id, an amount of money two fields, any other value object one field for each of its own. */
    private static void addObject(
            List<SyncedField> fields, GraphQLObjectType owner, String name, GraphQLObjectType object, Shape shape) {
        if (object.getInterfaces().stream().anyMatch(type -> type.getName().equals("Node"))) {
            fields.add(shape.of(name + "Id", FieldType.ID, false, shape.required(), List.of(), object.getName()));
        } else if (object.getName().equals(MONEY)) {
            fields.add(shape.of(name + "AmountMinor", FieldType.LONG, false, shape.required(), List.of(), null));
            fields.add(shape.of(name + "Currency", FieldType.STRING, false, shape.required(), List.of(), null));
        } else {
            for (GraphQLFieldDefinition part : object.getFieldDefinitions()) {
                GraphQLNamedType named = GraphQLTypeUtil.unwrapAllAs(part.getType());
                boolean required = shape.required() && GraphQLTypeUtil.isNonNull(part.getType());
                if (named instanceof GraphQLObjectType) {
                    throw new IllegalStateException("@synced type " + owner.getName() + ": " + name
                            + " is nested too deeply; mark it @unsynced");
                }
                String partName = part.getName();
                fields.add(shape.leaf(
                        name + Character.toUpperCase(partName.charAt(0)) + partName.substring(1), named, required));
            }
        }
    }

    /** What the fields that come from one field of the SDL have in common. */
    private record Shape(
            GraphQLFieldDefinition field, boolean required, boolean list, MergePolicy typeMerge, int typeSince) {

        SyncedField leaf(String name, GraphQLNamedType type, boolean leafRequired) {
            if (type instanceof GraphQLEnumType choice) {
                List<String> values = choice.getValues().stream()
                        .map(GraphQLEnumValueDefinition::getName)
                        .toList();
                return of(name, FieldType.ENUM, list, leafRequired, values, null);
            }
            FieldType scalar = FieldType.ofScalar(type.getName());
            if (scalar == null) {
                throw new IllegalStateException("Phones know no scalar " + type.getName() + ", of " + name);
            }
            return of(name, scalar, list, leafRequired, List.of(), null);
        }

        SyncedField of(
                String name,
                FieldType type,
                boolean isList,
                boolean isRequired,
                List<String> values,
                @Nullable String reference) {
            GraphQLAppliedDirective mark = field.getAppliedDirective(SYNCED);
            return new SyncedField(
                    name,
                    description(field.getDescription()),
                    type,
                    isList,
                    isRequired,
                    values,
                    reference,
                    mark == null ? typeMerge : merge(mark, typeMerge),
                    mark == null ? typeSince : since(mark, typeSince),
                    mark != null && Boolean.TRUE.equals(argument(mark, "deviceClock")));
        }
    }

    private static MergePolicy merge(GraphQLAppliedDirective mark, MergePolicy otherwise) {
        Object merge = argument(mark, "merge");
        return merge == null ? otherwise : MergePolicy.valueOf(String.valueOf(merge));
    }

    private static int since(GraphQLAppliedDirective mark, int otherwise) {
        return argument(mark, "since") instanceof Integer since ? (Integer) Math.max(since, otherwise) : otherwise;
    }

    private static @Nullable Object argument(GraphQLAppliedDirective mark, String name) {
        var argument = mark.getArgument(name);
        return argument == null ? null : argument.getValue();
    }

    private static String description(@Nullable String description) {
        return description == null ? "" : description;
    }
}
