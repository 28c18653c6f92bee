package io.revisit.mobile.watermelon;

import io.revisit.platform.error.ApiException;
import io.revisit.platform.projection.Ids;
import io.revisit.sync.change.Refusal;
import io.revisit.sync.collection.Collection;
import io.revisit.sync.collection.Collections;
import io.revisit.sync.collection.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Reads what WatermelonDB pushes; a record that cannot be read is refused alone. */
final class EditReader {
    private final Collections collections;
    private final PushAnswer answer;
    private final List<Edit> edits = new ArrayList<>();

    private EditReader(Collections collections, PushAnswer answer) {
        this.collections = collections;
        this.answer = answer;
    }

    /** All edits: first what was made, then what was changed, then what was removed. */
    static List<Edit> read(JsonNode body, Collections collections, PushAnswer answer) {
        JsonNode changes = body.path("changes");
        if (!changes.isObject()) {
            throw ApiException.invalid("changes", "NOT_AN_OBJECT");
        }
        EditReader reader = new EditReader(collections, answer);
        reader.read(changes, "created", Operation.CREATE);
        reader.read(changes, "updated", Operation.UPDATE);
        reader.read(changes, "deleted", Operation.DELETE);
        return reader.edits;
    }

    private void read(JsonNode changes, String kind, Operation operation) {
        for (Map.Entry<String, JsonNode> table : changes.properties()) {
            JsonNode records = table.getValue().path(kind);
            if (!records.isArray() && !records.isMissingNode()) {
                throw ApiException.invalid("changes." + table.getKey() + "." + kind, "NOT_A_LIST");
            }
            for (JsonNode record : records) {
                read(table.getKey(), operation, record);
            }
        }
    }

    private void read(String table, Operation operation, JsonNode record) {
        JsonNode id = operation == Operation.DELETE ? record : record.path("id");
        try {
            Collection collection =
                    collections.named(table).orElseThrow(() -> Refusal.invalid("collection", "UNKNOWN_COLLECTION"));
            edits.add(new Edit(
                    collection,
                    operation,
                    Ids.parse(id.asString(""), "id"),
                    operation == Operation.DELETE ? MissingNode.getInstance() : record));
        } catch (Refusal refusal) {
            answer.refuse(table, id.asString(""), refusal.reason());
        } catch (ApiException refusal) {
            answer.refuse(
                    table, id.asString(""), new Refusal.Reason(refusal.code(), refusal.field(), refusal.details()));
        }
    }
}
