package io.revisit.mobile.rxdb;

import io.revisit.contract.collection.RxdbNames;
import io.revisit.contract.collection.SyncedField;
import io.revisit.sync.change.FieldValues;
import io.revisit.sync.collection.Operation;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A row of a push: what the phone thought the record was, and what it made of it.
 *
 * @param recordId null when the document's id is none of ours
 * @param assumed the state that the phone started from, empty when it started from nothing
 * @param document the state that it came to
 * @param operation null when nothing is to be done
 * @param fields the fields that changed, by their names on the wire, with their new values
 * @param hash what tells the edit from others of the same record
 * @param row the whole row
 */
record RxdbEdit(
        @Nullable UUID recordId,
        JsonNode assumed,
        JsonNode document,
        @Nullable Operation operation,
        Map<String, JsonNode> fields,
        String hash,
        JsonNode row) {

    /** Keys in alphabetical order, so that the same edit is always the same bytes. */
    private static final JsonMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    static RxdbEdit of(Replication replication, JsonNode row) {
        JsonNode document = row.path("newDocumentState");
        JsonNode former = row.path("assumedMasterState");
        JsonNode assumed = former.isObject() ? former : Documents.JSON.createObjectNode();
        boolean existed = !assumed.isEmpty() && !isDeleted(assumed);
        Map<String, JsonNode> fields = isDeleted(document)
                ? Map.of()
                : changes(replication, existed ? assumed : Documents.JSON.createObjectNode(), document);
        return new RxdbEdit(
                Documents.readId(document.path("id")).orElse(null),
                assumed,
                document,
                operation(existed, isDeleted(document), fields),
                fields,
                hash(replication, assumed, document),
                row);
    }

    /** The version of the record that the phone had, null when it never learned it: it made the record itself. */
    @Nullable
    Long baseVersion() {
        JsonNode version = assumed.path(Documents.VERSION);
        return version.isIntegralNumber() ? (Long) version.longValue() : null;
    }

    /** Whether a record holds what the phone started from, as far as it changed it. */
    boolean startsFrom(Replication replication, JsonNode current) {
        Set<String> compared = new LinkedHashSet<>(fields.keySet());
        if (operation == Operation.DELETE) {
            assumed.propertyNames().forEach(name -> compared.add(RxdbNames.wireField(name)));
            compared.removeIf(name -> name.startsWith("_") || name.equals(Documents.VERSION));
        }
        return compared.stream()
                .allMatch(name ->
                        same(replication, name, value(replication, assumed, name), value(replication, current, name)));
    }

    private static @Nullable Operation operation(boolean existed, boolean deleted, Map<String, JsonNode> fields) {
        if (!existed) {
            return deleted ? null : Operation.CREATE;
        }
        return deleted ? Operation.DELETE : fields.isEmpty() ? null : Operation.UPDATE;
    }

    private static Map<String, JsonNode> changes(Replication replication, JsonNode before, JsonNode after) {
        Set<String> names = new LinkedHashSet<>();
        after.propertyNames().forEach(name -> names.add(RxdbNames.wireField(name)));
        before.propertyNames().forEach(name -> names.add(RxdbNames.wireField(name)));
        names.removeIf(name -> name.startsWith("_") || name.equals(Documents.VERSION) || name.equals("id"));
        if (replication.attachments()
                && after.has(Documents.RXDB_ATTACHMENTS)
                && Documents.attachments(replication.collection()).isPresent()) {
            names.add(Documents.ATTACHMENTS);
        }
        Map<String, JsonNode> changes = new TreeMap<>();
        for (String name : names) {
            JsonNode value = value(replication, after, name);
            if (!same(replication, name, value(replication, before, name), value)) {
                changes.put(name, value);
            }
        }
        return changes;
    }

    /** A field's value by its name on the wire; what is not there is null. */
    private static JsonNode value(Replication replication, JsonNode document, String name) {
        if (name.equals(Documents.ATTACHMENTS)
                && Documents.attachments(replication.collection()).isPresent()) {
            return Documents.listed(document.path(Documents.RXDB_ATTACHMENTS));
        }
        JsonNode value = document.path(RxdbNames.field(name));
        return value.isMissingNode() ? Documents.JSON.nullNode() : value;
    }

    private static boolean same(Replication replication, String name, JsonNode one, JsonNode other) {
        if (one.equals(other)) {
            return true;
        }
        Optional<SyncedField> field = replication.collection().type().field(name);
        return field.isPresent()
                && FieldValues.same(
                        Documents.JSON.convertValue(one, Object.class),
                        Documents.JSON.convertValue(other, Object.class));
    }

    private static boolean isDeleted(JsonNode document) {
        return document.path(Documents.DELETED).asBoolean(false);
    }

    /** Contents of attachments are left out: their digests are in. */
    private static String hash(Replication replication, JsonNode assumed, JsonNode document) {
        ObjectNode edit = Documents.JSON
                .createObjectNode()
                .put("collection", replication.collection().name());
        edit.set("assumed", bare(assumed));
        edit.set("document", bare(document));
        return AttachmentContent.sha256(SORTED.writeValueAsString(SORTED.treeToValue(edit, Object.class))
                .getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode bare(JsonNode document) {
        return document instanceof ObjectNode object ? object.deepCopy().without("_attachments_data") : document;
    }
}
