package io.revisit.mobile.watermelon;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What left a user.
 *
 * @param scopes scopes that he lost
 * @param records records that left a scope, by collection
 */
record Departures(Set<UUID> scopes, Map<String, Set<UUID>> records) {

    static Departures none() {
        return new Departures(new LinkedHashSet<>(), new LinkedHashMap<>());
    }

    boolean isEmpty() {
        return scopes.isEmpty() && records.isEmpty();
    }

    void add(String collection, UUID id) {
        records.computeIfAbsent(collection, added -> new LinkedHashSet<>()).add(id);
    }

    Departures and(Departures others) {
        Departures all = none();
        for (Departures each : List.of(this, others)) {
            all.scopes.addAll(each.scopes);
            each.records.forEach((collection, ids) -> ids.forEach(id -> all.add(collection, id)));
        }
        return all;
    }
}
