package io.revisit.sync.convergence;

import io.revisit.sync.collection.Collection;
import io.revisit.sync.collection.Collections;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a user's phone should hold, asked of the business tables alone: by the rules of visibility, and without a look at
 * anything that the sync engine keeps.
 */
final class Truth {
    private static final int LAST = 50;

    private static final String PEOPLE =
            """
            with recursive me as (
                select * from app_user where id = '%1$s' and active
            ), led as (
                select u.id from org_unit u join me on u.id = me.unit_id
                union all
                select u.id from org_unit u join led on u.parent_id = led.id, me where me.role = 'SUPERVISOR'
            ), people as (
                select id from me
                union select u.id from app_user u, me where me.role = 'SUPERVISOR' and u.unit_id in (select id from led)
            ), visible as (
                select c.id from customer c where c.deleted_at is null and (
                    c.owner_id in (select id from people)
                    or exists (select from customer_share s where s.customer_id = c.id and s.user_id in (select id from people))
                    or exists (select from visit_task t where t.customer_id = c.id and t.assignee_id in (select id from people)
                                                          and t.state not in ('DONE', 'EXCUSED', 'CANCELLED'))
                    or exists (select from service_ticket t where t.customer_id = c.id and t.assignee_id in (select id from people)
                                                              and t.state not in ('RESOLVED', 'CLOSED')))
            )
            """;

    private static final Set<String> DELETABLE = Set.of("Contact", "Visit", "Attachment");

    private static final Map<String, String> RULES = Map.of(
            "Customer", "r.id in (select id from visible)",
            "Task", "(r.customer_id in (select id from visible) or r.assignee_id in (select id from people))",
            "Product", "exists (select from me)",
            "User", "r.unit_id in (select id from led)",
            "SyncIssue", "r.author_id in (select id from people)");

    private final World world;
    private final Collections collections;

    Truth(World world, Collections collections) {
        this.world = world;
        this.collections = collections;
    }

    /** The records of one user, by collection and id. */
    Map<String, Map<String, JsonNode>> of(UUID userId) {
        String records = collections.all().stream().map(Truth::records).collect(Collectors.joining("\nunion all\n"));
        Map<String, Map<String, JsonNode>> truth = new TreeMap<>();
        for (String row : world.rows(PEOPLE.formatted(userId) + records)) {
            JsonNode record = JsonMapper.shared().readTree(row);
            Collection collection =
                    collections.named(record.get(0).stringValue()).orElseThrow();
            Map<String, JsonNode> fields = new TreeMap<>();
            List<String> columns = collection.columns(1);
            for (int index = 1; index < columns.size(); index++) {
                fields.put(columns.get(index), record.get(1).get(index));
            }
            truth.put(collection.name() + " " + fields.get("id").stringValue(), fields);
        }
        return latest(truth);
    }

    /** Without the entries of the timeline that a phone may forget. */
    static Map<String, Map<String, JsonNode>> latest(Map<String, Map<String, JsonNode>> contents) {
        Map<String, List<String>> entries = new HashMap<>();
        contents.forEach((key, fields) -> {
            if (key.startsWith("TimelineEntry ")) {
                entries.computeIfAbsent(fields.get("customerId").stringValue(), customer -> new ArrayList<>())
                        .add(key);
            }
        });
        Map<String, Map<String, JsonNode>> latest = new TreeMap<>(contents);
        Comparator<String> byTime = Comparator.comparing(
                key -> OffsetDateTime.parse(contents.get(key).get("occurredAt").stringValue())
                        .toInstant());
        for (List<String> ofCustomer : entries.values()) {
            ofCustomer.sort(byTime.thenComparing(Comparator.naturalOrder()).reversed());
            ofCustomer.stream().skip(LAST).forEach(latest::remove);
        }
        return latest;
    }

    private static String records(Collection collection) {
        String rule = RULES.getOrDefault(collection.name(), "r.customer_id in (select id from visible)");
        return "select json_build_array('%s', %s)::text from %s r where %s%s"
                .formatted(
                        collection.name(),
                        collection.asArray(1, "null"),
                        collection.table(),
                        DELETABLE.contains(collection.name()) ? "r.deleted_at is null and " : "",
                        rule);
    }
}
