package io.revisit.schema;

import graphql.language.EnumTypeDefinition;
import graphql.language.FieldDefinition;
import graphql.language.ImplementingTypeDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.ListType;
import graphql.language.NamedNode;
import graphql.language.NonNullType;
import graphql.language.SDLDefinition;
import graphql.language.Type;
import graphql.language.TypeName;
import graphql.language.UnionTypeDefinition;
import java.util.stream.Stream;

/** Reads names and types out of SDL definitions. */
final class SdlTypes {
    private SdlTypes() {}

    /** The types that one leads to: of its fields and arguments, its members, and whoever implements it. */
    static Stream<String> neighbours(SDLDefinition<?> definition, String name) {
        if (definition instanceof ImplementingTypeDefinition<?> type) {
            boolean implementsIt =
                    type.getImplements().stream().anyMatch(one -> named(one).equals(name));
            Stream<String> itself = implementsIt ? Stream.of(type.getName()) : Stream.empty();
            return type.getName().equals(name)
                    ? Stream.of(
                                    itself,
                                    type.getImplements().stream().map(SdlTypes::named),
                                    type.getFieldDefinitions().stream().flatMap(SdlTypes::ofField))
                            .flatMap(names -> names)
                    : itself;
        }
        if (definition instanceof InputObjectTypeDefinition input
                && input.getName().equals(name)) {
            return input.getInputValueDefinitions().stream().map(field -> named(field.getType()));
        }
        if (definition instanceof UnionTypeDefinition union && union.getName().equals(name)) {
            return union.getMemberTypes().stream().map(SdlTypes::named);
        }
        return Stream.empty();
    }

    /** Every name that a definition introduces. */
    static Stream<String> names(SDLDefinition<?> definition) {
        Stream<String> itself = definition instanceof NamedNode<?> named ? Stream.of(named.getName()) : Stream.empty();
        if (definition instanceof ImplementingTypeDefinition<?> type) {
            return Stream.concat(
                    itself,
                    type.getFieldDefinitions().stream()
                            .flatMap(field -> Stream.concat(
                                    Stream.of(field.getName()),
                                    field.getInputValueDefinitions().stream().map(InputValueDefinition::getName))));
        }
        if (definition instanceof InputObjectTypeDefinition input) {
            return Stream.concat(
                    itself, input.getInputValueDefinitions().stream().map(InputValueDefinition::getName));
        }
        if (definition instanceof EnumTypeDefinition type) {
            return Stream.concat(itself, type.getEnumValueDefinitions().stream().map(value -> value.getName()));
        }
        return itself;
    }

    private static Stream<String> ofField(FieldDefinition field) {
        return Stream.concat(
                Stream.of(named(field.getType())),
                field.getInputValueDefinitions().stream().map(argument -> named(argument.getType())));
    }

    static boolean isList(Type<?> type) {
        return type instanceof ListType || (type instanceof NonNullType nonNull && isList(nonNull.getType()));
    }

    /** A type's name without its list and non-null wrappers. */
    static String named(Type<?> type) {
        Type<?> inner = type;
        while (!(inner instanceof TypeName)) {
            inner = (Type<?>) inner.getChildren().get(0);
        }
        return ((TypeName) inner).getName();
    }
}
