package io.revisit.mobile.watermelon;

import io.revisit.contract.collection.SyncedField;
import io.revisit.sync.collection.Collection;
import io.revisit.sync.collection.Collections;
import io.revisit.sync.pull.PullPage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The changes of one answer, page upon page. A record comes once, as it was in the last page, however many scopes it stands
 * in; the server cannot know whether a phone has it already, so all come as updated.
 */
final class Changes {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Collections collections;
    private final Map<String, Map<UUID, String>> updated = new LinkedHashMap<>();
    private final Map<String, Set<UUID>> deleted = new LinkedHashMap<>();
    private final Departures departures = Departures.none();
    private long bytes;

    Changes(Collections collections) {
        this.collections = collections;
    }

    void add(PullPage page) {
        departures.scopes().addAll(page.drops());
        for (PullPage.Rows rows : page.rows()) {
            add(rows.collection(), rows.columns(), JSON.readTree("[" + rows.json() + "]"));
        }
        for (PullPage.Tombstones tombstones : page.tombstones()) {
            for (JsonNode pair : JSON.readTree("[" + tombstones.json() + "]")) {
                departures.add(
                        tombstones.collection(), UUID.fromString(pair.get(1).stringValue()));
            }
        }
    }

    /** Records as arrays, scope and version first. */
    void add(String collectionName, List<String> columns, JsonNode rows) {
        Collection collection = collections.named(collectionName).orElseThrow();
        List<@Nullable SyncedField> fields = new ArrayList<>();
        columns.forEach(column -> fields.add(collection.type().field(column).orElse(null)));
        Map<UUID, String> records = updated.computeIfAbsent(collectionName, added -> new LinkedHashMap<>());
        for (JsonNode row : rows) {
            ObjectNode raw = JSON.createObjectNode();
            for (int index = 1; index < columns.size(); index++) {
                raw.set(columns.get(index), Columns.column(fields.get(index), row.get(index)));
            }
            String text = raw.toString();
            records.put(UUID.fromString(raw.get("id").stringValue()), text);
            bytes += text.length();
        }
    }

    void delete(String collection, Set<UUID> ids) {
        Set<UUID> sent = updated.getOrDefault(collection, Map.of()).keySet();
        Set<UUID> gone = deleted.computeIfAbsent(collection, added -> new LinkedHashSet<>());
        ids.stream().filter(id -> !sent.contains(id)).forEach(gone::add);
    }

    /** What left the user since he pulled last. */
    Departures departures() {
        return departures;
    }

    boolean has(String collection, UUID id) {
        return updated.getOrDefault(collection, Map.of()).containsKey(id);
    }

    long bytes() {
        return bytes;
    }

    /** The member {@code changes}; with all tables, even empty ones, when they replace what the phone has. */
    void write(StringBuilder json, int schemaVersion, boolean allTables) {
        String between = "";
        json.append('{');
        for (Collection collection : collections.all()) {
            Map<UUID, String> records = updated.getOrDefault(collection.name(), Map.of());
            Set<UUID> gone = deleted.getOrDefault(collection.name(), Set.of());
            boolean known = collection.type().since() <= schemaVersion;
            if (known && (allTables || !records.isEmpty() || !gone.isEmpty())) {
                json.append(between).append('"').append(collection.name()).append("\":{\"created\":[],\"updated\":[");
                json.append(String.join(",", records.values())).append("],\"deleted\":[");
                json.append(gone.isEmpty() ? "" : "\"" + String.join("\",\"", texts(gone)) + "\"")
                        .append("]}");
                between = ",";
            }
        }
        json.append('}');
    }

    private static List<String> texts(Set<UUID> ids) {
        return ids.stream().map(UUID::toString).toList();
    }
}
