package io.revisit.sync.collection;

import io.revisit.contract.collection.SyncedType;
import io.revisit.contract.collection.SyncedTypes;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All collections, each with its table. */
public final class Collections {
    private final Map<String, Collection> byName = new LinkedHashMap<>();
    private final int schemaVersion;

    /** Refuses a mark without a table and a table without a mark. */
    public Collections(SyncedTypes types, List<? extends SyncedTable> tables) {
        for (SyncedType type : types.all()) {
            List<? extends SyncedTable> of = tables.stream()
                    .filter(table -> table.type().equals(type.name()))
                    .toList();
            if (of.size() != 1) {
                throw new IllegalStateException(
                        "@synced type " + type.name() + " needs one SyncedTable, but has " + of.size());
            }
            SyncedTable table = of.get(0);
            byName.put(type.name(), new Collection(type, table.table(), table.expressions(), table.accepts()));
        }
        tables.stream()
                .map(SyncedTable::type)
                .filter(type -> !byName.containsKey(type))
                .min(Comparator.naturalOrder())
                .ifPresent(type -> {
                    throw new IllegalStateException("The type " + type + " is not marked @synced");
                });
        schemaVersion = types.schemaVersion();
    }

    public java.util.Collection<Collection> all() {
        return byName.values();
    }

    public Optional<Collection> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The newest version of the phones' schema. */
    public int schemaVersion() {
        return schemaVersion;
    }
}
