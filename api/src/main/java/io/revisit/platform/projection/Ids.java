package io.revisit.platform.projection;

import io.revisit.platform.error.ApiException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads ids that clients send. */
public final class Ids {
    private Ids() {}

    /** The id, or a refusal that names the field. Only the canonical form of 36 characters is one. */
    public static UUID parse(@Nullable Object id, String field) {
        String text = String.valueOf(id);
        try {
            UUID parsed = UUID.fromString(text);
            if (text.length() == 36) {
                return parsed;
            }
        } catch (IllegalArgumentException malformed) {
            // Refused below, as is the short form that UUID.fromString lets pass.
        }
        throw ApiException.invalid(field, "NOT_A_UUID");
    }
}
