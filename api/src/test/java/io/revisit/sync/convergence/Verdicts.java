package io.revisit.sync.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import tools.jackson.databind.JsonNode;

/** What phones were told about their edits, and whether the database agrees: nothing is lost, and nothing is done twice. */
final class Verdicts {
    private static final String WRITTEN =
            """
            select found[1] || ' ' || count(*)
            from audit_entry, regexp_matches(changes::text, '"new": "(m-[0-9a-f-]{36})"', 'g') as found
            group by found[1]
            """;

    private static final String DELETED =
            "select entity_id || ' ' || count(*) from audit_entry where action = 'DELETE' group by entity_id";

    private final ConcurrentMap<UUID, Edit> written = new ConcurrentHashMap<>();
    private final ConcurrentMap<UUID, JsonNode> judged = new ConcurrentHashMap<>();

    void written(Edit edit) {
        written.put(edit.id(), edit);
    }

    /** Two verdicts about the same edit must agree, unless it was held at first. */
    void judged(Edit edit, JsonNode verdict) {
        JsonNode former = judged.put(edit.id(), verdict);
        if (former != null && !status(former).equals("HELD")) {
            assertThat(status(verdict)).as("%s %s", former, verdict).isEqualTo(status(former));
        }
    }

    /** How many edits there were of each kind. */
    Map<String, Integer> statistics() {
        Map<String, Integer> statistics = new TreeMap<>();
        written.values().forEach(edit -> statistics.merge("written", 1, Integer::sum));
        judged.values().forEach(verdict -> statistics.merge(status(verdict) + reason(verdict), 1, Integer::sum));
        return statistics;
    }

    void check(World world, String replay) {
        Map<String, Integer> effects = counts(world.rows(WRITTEN));
        Map<String, Integer> deletions = counts(world.rows(DELETED));
        Set<String> issues = new HashSet<>(world.rows("select mutation_id::text from sync_issue"));
        Set<String> held = new HashSet<>(world.rows("select mutation_id::text from sync_held"));
        assertThat(world.rows(
                        "select mutation_id::text from sync_issue group by device_id, mutation_id having count(*) > 1"))
                .as(replay + " more than one issue")
                .isEmpty();
        written.forEach((id, edit) -> {
            boolean deletes = "DELETE".equals(edit.json().get("op"));
            int done = deletes
                    ? deletions.getOrDefault(edit.json().get("recordId").toString(), 0)
                    : effects.getOrDefault(edit.marker(), 0);
            JsonNode verdict = judged.get(id);
            String what = replay + " " + edit + " " + verdict;
            if (!deletes) {
                assertThat(done).as("applied twice: " + what).isLessThanOrEqualTo(1);
            }
            boolean kept = issues.contains(id.toString()) || held.contains(id.toString());
            if (verdict != null) {
                assertThat(done > 0 || kept).as("lost: " + what).isTrue();
                if (status(verdict).equals("APPLIED") || status(verdict).equals("MERGED")) {
                    assertThat(done).as("said to be done, but was not: " + what).isPositive();
                }
                if (status(verdict).equals("REJECTED") && !deletes) {
                    assertThat(done).as("refused, but done: " + what).isZero();
                }
            }
        });
    }

    private static Map<String, Integer> counts(List<String> rows) {
        Map<String, Integer> counts = new HashMap<>();
        rows.forEach(row -> counts.put(row.split(" ")[0], Integer.parseInt(row.split(" ")[1])));
        return counts;
    }

    private static String status(JsonNode verdict) {
        return verdict.get("status").stringValue();
    }

    private static String reason(JsonNode verdict) {
        JsonNode code = verdict.at("/error/code");
        return code.isMissingNode() ? "" : " " + code.asString();
    }
}
