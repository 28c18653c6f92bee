package io.revisit.mobile.rxdb;

import io.revisit.contract.ErrorCode;
import io.revisit.mobile.Fields;
import io.revisit.platform.error.ApiException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Reads which records a phone has, in which version. */
final class Versions {
    private static final int MOST_RECORDS = 100_000;

    private Versions() {}

    static Map<UUID, Long> of(JsonNode body) {
        JsonNode records = new Fields(body).body().path("records");
        if (!records.isArray()) {
            throw ApiException.invalid("records", "NOT_A_LIST");
        }
        if (records.size() > MOST_RECORDS) {
            throw new ApiException(ErrorCode.PAYLOAD_TOO_LARGE, List.of("records"), Map.of("limit", MOST_RECORDS));
        }
        Map<UUID, Long> versions = new HashMap<>();
        for (JsonNode record : records) {
            // A document whose id is none of ours stays on the phone until it is pushed and refused.
            Documents.readId(record.path(0))
                    .ifPresent(id -> versions.put(id, record.path(1).asLong(0)));
        }
        return versions;
    }
}
