package io.revisit.issue;

import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.ApiException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An issue as it is locked for a decision. */
record SyncIssue(String kind, String state, JsonNode conflicts, ObjectNode payload) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    void requireOpen() {
        if (!state.equals("OPEN")) {
            throw new ApiException(ErrorCode.INVALID_STATE, Map.of("state", state));
        }
    }

    /** What was lost, as a mutation: the values that lost, or the whole edit if all of it did. */
    JsonNode lost() {
        ObjectNode mutation = payload.deepCopy();
        mutation.remove("baseVersion");
        mutation.remove("group");
        if (kind.equals("CONFLICT")) {
            mutation.set("fields", JSON.valueToTree(losers()));
        }
        return mutation;
    }

    private Map<String, @Nullable Object> losers() {
        Map<String, @Nullable Object> losers = new LinkedHashMap<>();
        for (JsonNode conflict : conflicts) {
            boolean mineWon = conflict.path("winner").asString().equals("MINE");
            losers.put(conflict.path("field").asString(), conflict.get(mineWon ? "theirs" : "mine"));
        }
        return losers;
    }
}
