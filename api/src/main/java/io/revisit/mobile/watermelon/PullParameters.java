package io.revisit.mobile.watermelon;

import io.revisit.platform.error.ApiException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a phone says when it pulls. WatermelonDB's documentation puts values into the address as they are, so {@code null}
 * may come as a word.
 *
 * @param lastPulledAt the timestamp of the last answer, null for a first sync
 * @param schemaVersion the version of the schema that the application has
 * @param migratedFrom the version that the phone's data followed until now, null when it did not change
 * @param unsent whether it has edits that were not sent, null when it does not say
 * @param replace whether the answer shall replace all that it has
 */
record PullParameters(
        @Nullable Long lastPulledAt,
        int schemaVersion,
        @Nullable Integer migratedFrom,
        @Nullable Boolean unsent,
        boolean replace) {

    static PullParameters of(MultiValueMap<String, String> query, JsonMapper json) {
        boolean replace = Boolean.TRUE.equals(flag(query, "replace"));
        Long schemaVersion = number(query, "schema_version", Integer.MAX_VALUE);
        if (schemaVersion == null) {
            throw ApiException.invalid("schema_version", "REQUIRED");
        }
        return new PullParameters(
                replace ? null : lastPulledAt(query),
                schemaVersion.intValue(),
                migratedFrom(text(query, "migration"), json),
                flag(query, "unsent"),
                replace);
    }

    static @Nullable Long lastPulledAt(MultiValueMap<String, String> query) {
        return number(query, "last_pulled_at", (1L << 53) - 1);
    }

    /** A whole number from 1. */
    static @Nullable Long number(MultiValueMap<String, String> query, String name, long largest) {
        String text = text(query, name);
        if (text == null) {
            return null;
        }
        try {
            long number = Long.parseLong(text);
            if (number < 1 || number > largest) {
                throw ApiException.invalid(name, "RANGE");
            }
            return number;
        } catch (NumberFormatException malformed) {
            throw ApiException.invalid(name, "NOT_A_WHOLE_NUMBER");
        }
    }

    private static @Nullable Integer migratedFrom(@Nullable String migration, JsonMapper json) {
        if (migration == null) {
            return null;
        }
        JsonNode from;
        try {
            from = json.readTree(migration).path("from");
        } catch (JacksonException malformed) {
            throw ApiException.invalid("migration", "MALFORMED");
        }
        if (!from.isInt() || from.intValue() < 1) {
            throw ApiException.invalid("migration.from", "RANGE");
        }
        return from.intValue();
    }

    private static @Nullable Boolean flag(MultiValueMap<String, String> query, String name) {
        String text = text(query, name);
        if (text == null) {
            return null;
        }
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ApiException.invalid(name, "NOT_A_BOOLEAN");
        };
    }

    private static @Nullable String text(MultiValueMap<String, String> query, String name) {
        String text = query.getFirst(name);
        return text == null || text.isEmpty() || text.equals("null") || text.equals("undefined") ? null : text;
    }
}
