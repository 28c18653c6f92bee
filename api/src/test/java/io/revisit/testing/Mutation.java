package io.revisit.testing;

import io.revisit.testing.GraphQl.Answer;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A mutation and its input, to be sent as somebody; each gets an idempotency key of its own unless it names one. */
public record Mutation(String name, Map<String, @Nullable Object> input) {
    private static final Map<String, String> SELECTIONS = Map.of(
            "task",
            """
            id state version kind title reason priority earliestAt dueAt latestAt startedAt closedAt closingNote origin
            assignee { id } createdBy { id } customer { id nextVisitAt }
            """,
            "visit",
            """
            id channel outcome summary answers startedAt endedAt receivedAt csat nps revision
            location { latitude longitude accuracyMeters fixedAt }
            topics { id text raisedAt resolvedAt } task { id state } visitor { id }
            revisions { revision reason outcome summary answers recordedAt author { id } }
            customer { id lastContactAt nextVisitAt }
            """,
            "syncIssue",
            "id state note version",
            "contact",
            "id name title phone email main version customer { id }",
            "ticket",
            """
            id number kind subject description priority state resolution openedAt resolvedAt closedAt version
            openedBy { id } assignee { id } order { id } customer { id }
            """,
            "customer",
            """
            id name tier segment industry phone email zone tags interests attributes version
            address { street city region postalCode countryCode } owner { id }
            """);

    /** Names and values of the input in turn; values may be null. */
    public static Mutation of(String name, @Nullable Object... input) {
        Mutation mutation = new Mutation(name, new LinkedHashMap<>());
        mutation.input.put("idempotencyKey", UUID.randomUUID().toString());
        return mutation.put(input);
    }

    /** The same with further, or other, input. */
    public Mutation with(@Nullable Object... more) {
        return new Mutation(name, new LinkedHashMap<>(input)).put(more);
    }

    /** The same but for a fresh idempotency key. */
    public Mutation again() {
        return with("idempotencyKey", UUID.randomUUID().toString());
    }

    public Mutation without(String field) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(input);
        rest.remove(field);
        return new Mutation(name, rest);
    }

    public Outcome send(GraphQl graphQl) {
        return new Outcome(name, object(), graphQl.send(document(), Map.of("input", input)));
    }

    public String document() {
        String type = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + "Input!";
        return "mutation ($input: " + type + ") { " + name + "(input: $input) { " + selection() + " } }";
    }

    /** What is asked of the payload. */
    public String selection() {
        String changed = name.startsWith("delete")
                ? name.replaceFirst("^delete", "deleted") + "Id"
                : object() + " { " + SELECTIONS.get(object()) + " }";
        return changed + " replayed userErrors { code field message details }";
    }

    private String object() {
        String type = name.replaceFirst("^[a-z]+", "");
        return type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
    }

    private Mutation put(@Nullable Object... more) {
        for (int index = 0; index < more.length; index += 2) {
            input.put(String.valueOf(more[index]), more[index + 1]);
        }
        return this;
    }

    /** What became of a mutation; paths are JSON pointers below the changed object. */
    public record Outcome(String name, String object, Answer answer) {

        /** {@code DONE}, a top-level error's code, or a refusal as {@code CODE path.of.field PROBLEM}, as far as given. */
        public String verdict() {
            if (answer.errorCode() != null) {
                return answer.errorCode();
            }
            JsonNode error = answer.at("/" + name + "/userErrors/0");
            if (error.isMissingNode()) {
                return "DONE";
            }
            StringBuilder verdict = new StringBuilder(error.at("/code").asString());
            if (error.at("/field").isArray()) {
                verdict.append(' ')
                        .append(String.join(
                                ".",
                                error.at("/field")
                                        .valueStream()
                                        .map(JsonNode::asString)
                                        .toList()));
            }
            if (!error.at("/details/problem").isMissingNode()) {
                verdict.append(' ').append(error.at("/details/problem").asString());
            }
            return verdict.toString();
        }

        public boolean replayed() {
            return answer.at("/" + name + "/replayed").asBoolean();
        }

        public JsonNode details() {
            return answer.at("/" + name + "/userErrors/0/details");
        }

        public String message() {
            return answer.at("/" + name + "/userErrors/0/message").asString();
        }

        public JsonNode at(String pointer) {
            return answer.at("/" + name + "/" + object + pointer);
        }

        /** A time in UTC, whole seconds spelt out. */
        public String instant(String pointer) {
            return OffsetDateTime.parse(text(pointer)).toInstant().toString();
        }

        /** The value as text, {@code "null"} for null. */
        public String text(String pointer) {
            JsonNode value = at(pointer);
            return value.isNull() || value.isMissingNode()
                    ? "null"
                    : value.isString() ? value.asString() : value.toString();
        }
    }
}
