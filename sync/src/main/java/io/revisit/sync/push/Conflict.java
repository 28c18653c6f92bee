package io.revisit.sync.push;

import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A field that two changed.
 *
 * @param base what both started from, null when nobody can tell
 * @param mine what the phone made of it
 * @param theirs what the other made of it
 * @param theirsBy who that was, null when nobody can tell
 * @param winner whose value the field has now
 */
public record Conflict(
        String field,
        @Nullable Object base,
        @Nullable Object mine,
        @Nullable Object theirs,
        @Nullable UUID theirsBy,
        @Nullable OffsetDateTime theirsAt,
        Winner winner) {

    /** Whose value a field has after a conflict. */
    public enum Winner {
        /** The phone's. */
        MINE,
        /** The other's, by rule. */
        THEIRS,
        /** The other's, until a person decides. */
        NOBODY
    }

    /** As the issue keeps it; all values are JSON. */
    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("field", field);
        json.put("base", base);
        json.put("mine", mine);
        json.put("theirs", theirs);
        json.put("theirsBy", theirsBy == null ? null : theirsBy.toString());
        json.put("theirsAt", theirsAt == null ? null : theirsAt.toInstant().toString());
        json.put("winner", winner.name());
        return json;
    }
}
