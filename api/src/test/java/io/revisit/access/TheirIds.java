package io.revisit.access;

import io.revisit.testing.Company;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Every query and every mutation, made with ids of another company. Words with a {@code $} stand for such ids. */
final class TheirIds {
    private static final Set<String> REFUSED = Set.of("NOT_FOUND", "INVALID_INPUT");
    static final String NODE =
            """
            { __typename id
              ... on Customer { name owner { name } contacts { nodes { name } } timeline { nodes { text } } }
              ... on Contact { name customer { name } } ... on Order { number lines { product { name } } }
              ... on Contract { title } ... on Ticket { subject } ... on Visit { summary topics { text } revisions { summary } }
              ... on Task { title customer { name } assignee { name } visits { summary } }
              ... on TimelineEntry { text customer { name } }
              ... on VisitRevision { summary visit { summary } customer { name } } ... on AuditEntry { changes { new } } ... on User { name email unit { name } }
              ... on OrganisationUnit { name parent { name } } ... on Tenant { name } ... on Product { name }
              ... on Attachment { fileName customer { name } visit { summary } createdBy { name } }
              ... on SyncIssue { note payload author { name } } }
            """;

    static final Map<String, List<String>> QUERIES = Map.ofEntries(
            Map.entry(
                    "syncDevices",
                    List.of("{ syncDevices(first: 100) { nodes { id name user { name } } totalCount } }")),
            Map.entry(
                    "node",
                    List.of(
                            "query ($customer: ID!) { node(id: $customer) " + NODE + "}",
                            "query ($visit: ID!) { node(id: $visit) " + NODE + "}",
                            "query ($user: ID!) { node(id: $user) " + NODE + "}",
                            "query ($tenant: ID!) { node(id: $tenant) " + NODE + "}")),
            Map.entry(
                    "nodes",
                    List.of("query ($contact: ID! $order: ID! $contract: ID! $ticket: ID! $task: ID! $product: ID!) {"
                            + " nodes(ids: [$contact, $order, $contract, $ticket, $task, $product]) " + NODE + "}")),
            Map.entry(
                    "customer",
                    List.of(
                            "query ($customer: ID!) { customer(id: $customer) { id name talkingPoint { text } numbers { orderCount } } }")),
            Map.entry(
                    "customers",
                    List.of(
                            "{ customers(first: 100) { nodes { id name tags address { city } segment } totalCount } }",
                            "{ customers(filter: {search: \"Hagenbeck\"}) { nodes { id name } } }",
                            "{ customers(filter: {tags: [\"Hagenbeck\"]}) { nodes { id name } } }",
                            "query ($user: ID!) { customers(filter: {ownerIds: [$user]}) { nodes { id name } } }")),
            Map.entry("task", List.of("query ($task: ID!) { task(id: $task) { id title customer { name } } }")),
            Map.entry(
                    "tasks",
                    List.of(
                            "{ tasks(scope: UNIT, first: 100) { nodes { id title customer { name } } } }",
                            "{ tasks(scope: MINE, first: 100) { nodes { id title assignee { name } } } }")),
            Map.entry("taskCounts", List.of("{ taskCounts(scope: UNIT) { overdue today week later } }")),
            Map.entry(
                    "viewer",
                    List.of("{ viewer { user { id name unit { name parent { name } } } tenant { id name } } }")),
            Map.entry(
                    "users",
                    List.of(
                            "{ users(first: 100, filter: {includeInactive: true}) { nodes { id name email unit { name } } } }")),
            Map.entry(
                    "auditEntries",
                    List.of(
                            "query ($customer: ID!) { auditEntries(entityId: $customer) { nodes { id actor { name } changes { new } } } }")),
            Map.entry(
                    "syncIssues",
                    List.of(
                            "query ($user: ID!) { syncIssues(filter: {authorIds: [$user]}) { nodes { id note } totalCount } }")));

    static final List<Attempt> MUTATIONS = List.of(
            attempt("updateCustomer", "id", "$customer", "expectedVersion", 1, "name", "Mine"),
            attempt("updateCustomer", "id", "$mine", "expectedVersion", 1, "ownerId", "$user"),
            attempt("createContact", "customerId", "$customer", "name", "Mine", "main", true),
            attempt("updateContact", "id", "$contact", "expectedVersion", 1, "name", "Mine", "main", true),
            attempt("deleteContact", "id", "$contact"),
            attempt("createTask", "customerId", "$customer", "title", "T", "dueAt", "2026-03-03T00:00:00Z"),
            attempt(
                    "createTask",
                    "customerId",
                    "$mine",
                    "assigneeId",
                    "$user",
                    "title",
                    "T",
                    "dueAt",
                    "2026-03-03T00:00:00Z"),
            attempt("assignTask", "id", "$task", "assigneeId", "$colleague"),
            attempt("assignTask", "id", "$myTask", "assigneeId", "$user"),
            attempt("rescheduleTask", "id", "$task", "dueAt", "2026-03-03T00:00:00Z"),
            attempt("startTask", "id", "$task"),
            attempt("completeTask", "id", "$task"),
            attempt("excuseTask", "id", "$task", "reason", "R"),
            attempt("cancelTask", "id", "$task", "reason", "R"),
            visit("$customer"),
            visit("$mine", "taskId", "$task"),
            visit("$mine", "resolvedTopicIds", List.of("$topic")),
            attempt("reviseVisit", "id", "$visit", "expectedRevision", 1, "reason", "R", "summary", "Mine"),
            attempt("openTicket", "customerId", "$customer", "kind", "REQUEST", "subject", "S"),
            attempt("openTicket", "customerId", "$mine", "kind", "REQUEST", "subject", "S", "orderId", "$order"),
            attempt("openTicket", "customerId", "$mine", "kind", "REQUEST", "subject", "S", "assigneeId", "$user"),
            attachment("customerId", "$customer"),
            attachment("visitId", "$visit"),
            attachment("ticketId", "$ticket"),
            attachment("customerId", "$mine", "visitId", "$visit"),
            attempt("removeAttachment", "id", "$visit"),
            attempt("updateTicket", "id", "$ticket", "expectedVersion", 1, "subject", "Mine"),
            attempt("updateTicket", "id", "$myTicket", "expectedVersion", 1, "assigneeId", "$user"),
            attempt("resolveSyncIssue", "id", "$issue"),
            attempt("restoreSyncIssue", "id", "$issue"),
            new Attempt(
                    "login",
                    Persona.DIRECTOR,
                    Map.of(
                            "email",
                            "$email",
                            "password",
                            "wrong",
                            "device",
                            Map.of("id", "$user", "name", "phone", "platform", "IOS")),
                    Set.of("INVALID_CREDENTIALS")),
            new Attempt(
                    "refreshSession",
                    Persona.DIRECTOR,
                    Map.of("refreshToken", "$user.$user"),
                    Set.of("INVALID_REFRESH_TOKEN")),
            // It takes no id: it ends the sessions of who sends it, who sends nothing else here.
            new Attempt("logout", Persona.QA, Map.of("allDevices", true), java.util.Collections.singleton(null)));

    private TheirIds() {}

    /** A mutation, who tries it, and how he may be refused; null for not at all. */
    record Attempt(String mutation, Persona as, Map<String, Object> input, Set<String> refusals) {
        String document() {
            String type = Character.toUpperCase(mutation.charAt(0)) + mutation.substring(1) + "Input";
            return "mutation ($input: %s!) { %s(input: $input) { userErrors { code field message details } } }"
                    .formatted(type, mutation);
        }
    }

    private static Attempt visit(String customer, Object... more) {
        List<Object> input = new ArrayList<>(List.of(
                "customerId",
                customer,
                "channel",
                "PHONE",
                "outcome",
                "OBJECTIVE_MET",
                "startedAt",
                "2026-03-02T07:00:00Z"));
        input.addAll(List.of(more));
        return attempt("recordVisit", input.toArray());
    }

    private static Attempt attachment(Object... parents) {
        List<Object> input = new ArrayList<>(List.of("fileName", "a.txt", "mediaType", "text/plain", "byteCount", 1));
        input.addAll(List.of("sha256", "0".repeat(64)));
        input.addAll(List.of(parents));
        return attempt("addAttachment", input.toArray());
    }

    private static Attempt attempt(String mutation, Object... fields) {
        Map<String, Object> input = new HashMap<>();
        input.put("idempotencyKey", UUID.randomUUID().toString());
        for (int index = 0; index < fields.length; index += 2) {
            input.put(String.valueOf(fields[index]), fields[index + 1]);
        }
        return new Attempt(mutation, Persona.DIRECTOR, input, REFUSED);
    }

    static Map<String, Object> variables(Company theirs, Company mine, Records records, UUID issue) {
        Map<String, Object> ids = new HashMap<>();
        ids.put("customer", records.customer());
        ids.put("contact", records.contact());
        ids.put("order", records.order());
        ids.put("contract", records.contract());
        ids.put("ticket", records.ticket());
        ids.put("task", records.task());
        ids.put("visit", records.visit());
        ids.put("topic", records.topic());
        ids.put("tenant", theirs.tenantId());
        ids.put("product", theirs.productId());
        ids.put("user", theirs.user(Persona.REP));
        ids.put("issue", issue);
        ids.put("email", theirs.email(Persona.REP));
        ids.put("mine", mine.own.customer());
        ids.put("myTask", mine.own.task());
        ids.put("myTicket", mine.own.ticket());
        ids.put("colleague", mine.user(Persona.REP));
        ids.replaceAll((name, id) -> id.toString());
        return ids;
    }

    static Object replaced(Object value, Map<String, Object> variables) {
        if (value instanceof String text && text.startsWith("$")) {
            return variables.getOrDefault(text.substring(1), text);
        } else if (value instanceof Collection<?> list) {
            return list.stream().map(item -> replaced(item, variables)).toList();
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> object = new HashMap<>();
            map.forEach((key, item) -> object.put(String.valueOf(key), replaced(item, variables)));
            return object;
        }
        return value;
    }
}
