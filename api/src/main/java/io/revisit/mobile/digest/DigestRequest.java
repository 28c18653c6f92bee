package io.revisit.mobile.digest;

import io.revisit.contract.ErrorCode;
import io.revisit.contract.ProtocolVersion;
import io.revisit.mobile.Fields;
import io.revisit.mobile.MobileSettings;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.projection.Ids;
import io.revisit.sync.collection.Collection;
import io.revisit.sync.collection.Collections;
import io.revisit.sync.digest.HeldRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a phone asks for: without a collection the totals, without records the scopes of a collection, else a repair.
 *
 * @param cursor the token that the phone had, which may be lost; it tells which fields the phone's records lack
 */
record DigestRequest(
        int schemaVersion,
        @Nullable String cursor,
        @Nullable Collection collection,
        @Nullable UUID after,
        @Nullable HeldRecords held,
        int maxBytes) {
    private static final int MOST_RECORDS = 5000;

    static DigestRequest of(Fields fields, Collections collections, MobileSettings settings) {
        if (fields.number("protocol", 1, Integer.MAX_VALUE) < ProtocolVersion.OLDEST_SUPPORTED) {
            throw new ApiException(
                    ErrorCode.UPGRADE_REQUIRED, Map.of("oldestProtocol", ProtocolVersion.OLDEST_SUPPORTED));
        }
        int schema = Math.min(fields.number("schema", 1, Integer.MAX_VALUE), collections.schemaVersion());
        String name = fields.optionalText("collection");
        Collection collection = name == null
                ? null
                : collections
                        .named(name)
                        .filter(known -> known.type().since() <= schema)
                        .orElseThrow(() -> ApiException.invalid("collection", "UNKNOWN"));
        UUID after = id(fields, "after");
        return new DigestRequest(
                schema,
                fields.optionalText("cursor"),
                collection,
                after,
                collection == null ? null : held(fields, collection.name(), after),
                fields.number(
                        "maxBytes",
                        MobileSettings.FEWEST_PULL_BYTES,
                        MobileSettings.MOST_PULL_BYTES,
                        settings.pullBytes()));
    }

    private static @Nullable HeldRecords held(Fields fields, String collection, @Nullable UUID after) {
        UUID scope = id(fields, "scope");
        if (scope == null) {
            return null;
        }
        JsonNode records = fields.body().path("records");
        if (!records.isArray() || records.size() > MOST_RECORDS) {
            throw ApiException.invalid("records", records.isArray() ? "TOO_MANY" : "NOT_A_LIST");
        }
        List<UUID> ids = new ArrayList<>(records.size());
        List<Long> versions = new ArrayList<>(records.size());
        for (JsonNode pair : records) {
            if (!pair.isArray()
                    || pair.size() != 2
                    || !pair.get(0).isString()
                    || !pair.get(1).canConvertToLong()) {
                throw ApiException.invalid("records", "MALFORMED");
            }
            ids.add(Ids.parse(pair.get(0).stringValue(), "records"));
            versions.add(pair.get(1).longValue());
        }
        return new HeldRecords(collection, scope, after, id(fields, "until"), ids, versions);
    }

    private static @Nullable UUID id(Fields fields, String field) {
        String text = fields.optionalText(field);
        return text == null ? null : Ids.parse(text, field);
    }
}
