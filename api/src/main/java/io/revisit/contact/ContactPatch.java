package io.revisit.contact;

import io.revisit.platform.mutation.Input;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The columns of a contact that a change names, checked; a column of null is emptied. */
final class ContactPatch {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, @Nullable Object> columns = new LinkedHashMap<>();

    private ContactPatch() {}

    /** Of a new contact, who must at least have a name. */
    static ContactPatch ofNew(Input input) {
        input.text("name", 200);
        return of(input);
    }

    static ContactPatch of(Input input) {
        ContactPatch patch = new ContactPatch();
        if (input.has("name")) {
            patch.columns.put("name", input.text("name", 200));
        }
        if (input.has("title")) {
            patch.columns.put("title", input.optionalText("title", 100));
        }
        if (input.has("phone")) {
            patch.columns.put("phone", input.optionalText("phone", 64));
        }
        if (input.has("email")) {
            patch.columns.put("email", input.optionalEmail("email"));
        }
        if (input.has("main")) {
            if (!input.isGiven("main")) {
                throw input.refuse("main", "REQUIRED");
            }
            patch.columns.put("main", input.flag("main"));
        }
        return patch;
    }

    /** Whether the contact is to be the main one, so that another may have to yield. */
    boolean makesMain() {
        return Boolean.TRUE.equals(columns.get("main"));
    }

    String json() {
        return JSON.writeValueAsString(columns);
    }
}
