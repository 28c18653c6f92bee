package io.revisit.mobile.rxdb;

import io.revisit.contract.collection.FieldType;
import io.revisit.contract.collection.RxdbNames;
import io.revisit.contract.collection.SyncedField;
import io.revisit.sync.collection.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records as RxDB's documents: the fields under RxDB's names, {@code syncVersion} and {@code _deleted}. A collection with a
 * field {@code attachments} of type JSON has RxDB's attachments: there the field holds their descriptions.
 */
final class Documents {
    static final String ATTACHMENTS = "attachments";
    static final String RXDB_ATTACHMENTS = "_attachments";
    static final String DELETED = "_deleted";
    static final String VERSION = "syncVersion";
    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int VERSION_COLUMN = 1;

    private Documents() {}

    /** A row of a page. */
    static ObjectNode of(Replication replication, List<String> columns, JsonNode row) {
        ObjectNode document = JSON.createObjectNode();
        for (int column = VERSION_COLUMN + 1; column < columns.size(); column++) {
            put(replication, document, columns.get(column), row.get(column));
        }
        return end(document, row.get(VERSION_COLUMN).longValue());
    }

    /** A record as it stands after a push. */
    static ObjectNode of(Replication replication, Map<String, @Nullable Object> fields, long version) {
        ObjectNode document = JSON.createObjectNode();
        for (SyncedField field : replication.collection().type().fieldsIn(replication.schema())) {
            put(replication, document, field.name(), JSON.valueToTree(fields.get(field.name())));
        }
        return end(document, version);
    }

    /** A record that the phone must not have any more. */
    static ObjectNode deleted(UUID id) {
        return JSON.createObjectNode().put("id", id.toString()).put(DELETED, true);
    }

    static UUID id(JsonNode document) {
        return UUID.fromString(document.path("id").asString());
    }

    /** An id as somebody sent it; nothing when it is none of ours. */
    static Optional<UUID> readId(JsonNode sent) {
        String text = sent.asString("");
        try {
            UUID id = UUID.fromString(text);
            return text.length() == id.toString().length() ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** The field that holds descriptions of attachments. */
    static Optional<SyncedField> attachments(Collection collection) {
        return collection.type().field(ATTACHMENTS).filter(field -> field.type() == FieldType.JSON);
    }

    private static void put(Replication replication, ObjectNode document, String field, JsonNode value) {
        if (!field.equals(ATTACHMENTS) || attachments(replication.collection()).isEmpty()) {
            document.set(RxdbNames.field(field), value);
        } else if (replication.attachments()) {
            document.set(RXDB_ATTACHMENTS, described(value));
        }
    }

    private static ObjectNode end(ObjectNode document, long version) {
        return document.put(VERSION, version).put(DELETED, false);
    }

    /** As RxDB describes attachments: by their names. */
    private static ObjectNode described(JsonNode list) {
        ObjectNode byName = JSON.createObjectNode();
        for (JsonNode attachment : list) {
            ObjectNode description = JSON.createObjectNode();
            attachment.properties().forEach(property -> {
                if (!property.getKey().equals("name")) {
                    description.set(property.getKey(), property.getValue());
                }
            });
            byName.set(attachment.path("name").asString(), description);
        }
        return byName;
    }

    /** As the field keeps them: a list in the order of their names, so that the same attachments are the same value. */
    static ArrayNode listed(JsonNode byName) {
        ArrayNode list = JSON.createArrayNode();
        byName.properties().stream().sorted(Map.Entry.comparingByKey()).forEach(attachment -> {
            JsonNode description = attachment.getValue();
            list.add(JSON.createObjectNode()
                    .put("name", attachment.getKey())
                    .put("type", description.path("type").asString(""))
                    .put("length", description.path("length").asLong(0))
                    .put("digest", description.path("digest").asString("")));
        });
        return list;
    }
}
