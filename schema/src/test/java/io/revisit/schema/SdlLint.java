package io.revisit.schema;

import graphql.language.AbstractDescribedNode;
import graphql.language.Argument;
import graphql.language.AstPrinter;
import graphql.language.Description;
import graphql.language.Directive;
import graphql.language.DirectiveDefinition;
import graphql.language.DirectivesContainer;
import graphql.language.EnumTypeDefinition;
import graphql.language.FieldDefinition;
import graphql.language.ImplementingTypeDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.NamedNode;
import graphql.language.ObjectTypeDefinition;
import graphql.language.SDLDefinition;
import graphql.language.SDLExtensionDefinition;
import graphql.language.StringValue;
import graphql.language.TypeDefinition;
import graphql.parser.Parser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the GraphQL schema must look like, whoever writes it; gives one sentence per breach. */
final class SdlLint {
    private static final Pattern PASCAL_CASE = Pattern.compile("[A-Z][A-Za-z0-9]*");
    private static final Pattern CAMEL_CASE = Pattern.compile("[a-z][A-Za-z0-9]*");
    private static final Pattern UPPER_CASE = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");
    private static final Pattern DATE = Pattern.compile("\\b\\d{4}-\\d{2}-\\d{2}\\b");
    private static final Pattern SUCCESSOR = Pattern.compile("`([A-Za-z_.]+)`");
    private static final Set<String> ROOTS = Set.of("Query", "Mutation", "Subscription");
    private static final Set<String> BUILT_IN = Set.of("ID", "String", "Int", "Float", "Boolean");
    private static final String USER_ERRORS = "[UserError!]!";

    /** The vocabulary that all features draw from; it may be ahead of them. */
    private static final String VOCABULARY = "common.graphqls";

    private final List<SDLDefinition<?>> definitions = new ArrayList<>();
    private final Set<String> vocabulary = new HashSet<>();
    private final List<String> breaches = new ArrayList<>();

    private SdlLint() {}

    /** @param sources SDL by file name */
    static List<String> breaches(Map<String, String> sources) {
        SdlLint lint = new SdlLint();
        sources.forEach(lint::read);
        lint.definitions.forEach(lint::checkDefinition);
        lint.fields("Mutation").forEach(lint::checkMutation);
        lint.checkUse();
        return lint.breaches;
    }

    private void read(String file, String sdl) {
        for (SDLDefinition<?> definition : Parser.parse(sdl).getDefinitionsOfType(SDLDefinition.class)) {
            definitions.add(definition);
            if (file.endsWith(VOCABULARY) && definition instanceof NamedNode<?> named) {
                vocabulary.add(named.getName());
            }
        }
    }

    private void checkDefinition(SDLDefinition<?> definition) {
        if (!(definition instanceof NamedNode<?> named)) {
            return;
        }
        String name = named.getName();
        if (definition instanceof DirectiveDefinition directive) {
            checkName(name, "@" + name, CAMEL_CASE);
            checkDescription(directive, "@" + name);
            directive.getInputValueDefinitions().forEach(argument -> checkInput(argument, "@" + name));
            return;
        }
        checkName(name, name, PASCAL_CASE);
        if (!(definition instanceof SDLExtensionDefinition)) {
            checkDescription(definition, name);
        }
        if (definition instanceof ImplementingTypeDefinition<?> type) {
            type.getFieldDefinitions().forEach(field -> checkField(field, name));
        } else if (definition instanceof InputObjectTypeDefinition input) {
            input.getInputValueDefinitions().forEach(field -> checkInput(field, name));
        } else if (definition instanceof EnumTypeDefinition type) {
            type.getEnumValueDefinitions().forEach(value -> {
                checkName(value.getName(), name + "." + value.getName(), UPPER_CASE);
                checkDescription(value, name + "." + value.getName());
                checkDeprecation(value, name + "." + value.getName());
            });
        }
        if (name.endsWith("Connection") && definition instanceof ObjectTypeDefinition type) {
            checkHas(type, "edges", "nodes", "pageInfo");
        }
    }

    private void checkField(FieldDefinition field, String owner) {
        String where = owner + "." + field.getName();
        checkName(field.getName(), where, CAMEL_CASE);
        checkDescription(field, where);
        checkDeprecation(field, where);
        field.getInputValueDefinitions().forEach(argument -> checkInput(argument, where));
        if (SdlTypes.named(field.getType()).endsWith("Connection")) {
            for (String argument : List.of("first", "after")) {
                if (field.getInputValueDefinitions().stream()
                        .noneMatch(input -> input.getName().equals(argument))) {
                    breaches.add(where + " is a connection without the argument " + argument);
                }
            }
        }
    }

    private void checkInput(InputValueDefinition input, String owner) {
        String where = owner + "." + input.getName();
        checkName(input.getName(), where, CAMEL_CASE);
        checkDescription(input, where);
        checkDeprecation(input, where);
    }

    private void checkMutation(FieldDefinition mutation) {
        String name = Character.toUpperCase(mutation.getName().charAt(0))
                + mutation.getName().substring(1);
        String where = "Mutation." + mutation.getName();
        List<InputValueDefinition> arguments = mutation.getInputValueDefinitions();
        if (arguments.size() != 1
                || !arguments.get(0).getName().equals("input")
                || !AstPrinter.printAst(arguments.get(0).getType()).equals(name + "Input!")) {
            breaches.add(where + " must take exactly one argument, input: " + name + "Input!");
        }
        String payload = SdlTypes.named(mutation.getType());
        if (!payload.equals(name + "Payload") || SdlTypes.isList(mutation.getType())) {
            breaches.add(where + " must return " + name + "Payload");
        } else if (fields(payload)
                .noneMatch(field -> field.getName().equals("userErrors")
                        && AstPrinter.printAst(field.getType()).equals(USER_ERRORS))) {
            breaches.add(payload + " must have the field userErrors: " + USER_ERRORS);
        }
    }

    private void checkUse() {
        Set<String> used = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(ROOTS);
        definitions.stream()
                .filter(DirectiveDefinition.class::isInstance)
                .flatMap(directive -> ((DirectiveDefinition) directive).getInputValueDefinitions().stream())
                .forEach(argument -> open.add(SdlTypes.named(argument.getType())));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (used.add(name)) {
                definitions.forEach(
                        definition -> SdlTypes.neighbours(definition, name).forEach(open::add));
            }
        }
        Set<String> known = new TreeSet<>();
        for (SDLDefinition<?> definition : definitions) {
            if (definition instanceof TypeDefinition<?> type) {
                known.add(type.getName());
            }
        }
        known.removeAll(used);
        known.removeAll(vocabulary);
        known.removeAll(ROOTS);
        known.removeAll(BUILT_IN);
        known.forEach(name -> breaches.add(name + " is not used"));
    }

    private Stream<FieldDefinition> fields(String type) {
        return definitions.stream()
                .filter(ImplementingTypeDefinition.class::isInstance)
                .map(definition -> (ImplementingTypeDefinition<?>) definition)
                .filter(definition -> definition.getName().equals(type))
                .flatMap(definition -> definition.getFieldDefinitions().stream());
    }

    private void checkHas(ObjectTypeDefinition type, String... fields) {
        for (String name : fields) {
            if (type.getFieldDefinitions().stream()
                    .noneMatch(field -> field.getName().equals(name))) {
                breaches.add(type.getName() + " must have the field " + name);
            }
        }
    }

    private void checkName(String name, String where, Pattern style) {
        if (!style.matcher(name).matches()) {
            String expected = style == PASCAL_CASE ? "PascalCase" : style == CAMEL_CASE ? "camelCase" : "UPPER_CASE";
            breaches.add(where + " must be named in " + expected);
        }
    }

    private void checkDescription(Object node, String where) {
        Description description =
                node instanceof AbstractDescribedNode<?> described ? described.getDescription() : null;
        if (description == null || description.getContent().isBlank()) {
            breaches.add(where + " has no description");
        }
    }

    private void checkDeprecation(DirectivesContainer<?> node, String where) {
        for (Directive directive : node.getDirectives("deprecated")) {
            Argument argument = directive.getArgument("reason");
            String reason = argument != null && argument.getValue() instanceof StringValue text ? text.getValue() : "";
            if (!DATE.matcher(reason).find()) {
                breaches.add(where + " is deprecated without the date (yyyy-mm-dd) on which it goes");
            }
            Matcher successor = SUCCESSOR.matcher(reason);
            if (!successor.find() || !exists(successor.group(1))) {
                breaches.add(where + " is deprecated without a successor in backquotes that exists");
            }
        }
    }

    private boolean exists(String successor) {
        String last = successor.substring(successor.lastIndexOf('.') + 1);
        return definitions.stream()
                .anyMatch(definition -> SdlTypes.names(definition).anyMatch(last::equals));
    }
}
