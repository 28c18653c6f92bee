package io.revisit.mobile.watermelon;

import io.revisit.contract.collection.SyncedField;
import io.revisit.sync.collection.Collection;
import io.revisit.sync.collection.Operation;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a phone did to a record.
 *
 * @param raw the record as WatermelonDB holds it; nothing when it was deleted
 */
record Edit(Collection collection, Operation operation, UUID id, JsonNode raw) {
    private static final String VERSION = "syncVersion";

    /** The values that make it what it is, as on the wire. */
    Map<String, JsonNode> fields() {
        Map<String, JsonNode> fields = new TreeMap<>();
        switch (operation) {
            case CREATE -> addFilled(fields, Operation.CREATE);
            case UPDATE -> addChanged(fields);
            case DELETE -> {}
        }
        return fields;
    }

    /** The same for a record that the server has already: WatermelonDB wants it to be updated then. */
    Edit asUpdate() {
        return new Edit(collection, Operation.UPDATE, id, raw);
    }

    /** The version that the phone was sent last, null when it never was. */
    @Nullable
    Long version() {
        JsonNode version = raw.path(VERSION);
        return version.isNumber() && version.longValue() > 0 ? version.longValue() : null;
    }

    private void addFilled(Map<String, JsonNode> fields, Operation of) {
        for (String name : collection.accepts().fields(of)) {
            SyncedField field = collection.sendable(name).orElseThrow();
            if (!Columns.isUnset(field, raw.path(name))) {
                fields.put(name, Columns.wire(field, raw.path(name)));
            }
        }
    }

    private void addChanged(Map<String, JsonNode> fields) {
        String changed = raw.path("_changed").asString("");
        // A record that was made here and came in before: nobody kept account of what was filled in at first.
        if (changed.isEmpty() && version() == null) {
            addFilled(fields, Operation.UPDATE);
        }
        for (String name : changed.split(",")) {
            if (!name.isEmpty() && !name.equals(VERSION)) {
                Optional<SyncedField> field = collection.sendable(name);
                fields.put(name, field.isPresent() ? Columns.wire(field.get(), raw.path(name)) : raw.path(name));
            }
        }
    }
}
