package io.revisit.mobile;

import io.revisit.platform.error.ApiException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The fields of a request's body; what is missing or of the wrong type is refused by its name. */
public record Fields(JsonNode body) {

    public Fields {
        if (!body.isObject()) {
            throw ApiException.invalid("body", "NOT_AN_OBJECT");
        }
    }

    public int number(String field, int smallest, int largest) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            throw ApiException.invalid(field, "REQUIRED");
        }
        if (!value.isInt() || value.intValue() < smallest || value.intValue() > largest) {
            throw ApiException.invalid(field, "RANGE");
        }
        return value.intValue();
    }

    public int number(String field, int smallest, int largest, int otherwise) {
        return has(field) ? number(field, smallest, largest) : otherwise;
    }

    public @Nullable String optionalText(String field) {
        JsonNode value = body.path(field);
        if (!has(field)) {
            return null;
        }
        if (!value.isString()) {
            throw ApiException.invalid(field, "NOT_A_TEXT");
        }
        return value.stringValue();
    }

    public boolean flag(String field) {
        JsonNode value = body.path(field);
        if (has(field) && !value.isBoolean()) {
            throw ApiException.invalid(field, "NOT_A_BOOLEAN");
        }
        return has(field) && value.booleanValue();
    }

    public Set<String> texts(String field, int most) {
        JsonNode list = body.path(field);
        Set<String> texts = new LinkedHashSet<>();
        if (!has(field)) {
            return texts;
        }
        if (!list.isArray() || list.size() > most) {
            throw ApiException.invalid(field, list.isArray() ? "TOO_MANY" : "NOT_A_LIST");
        }
        for (JsonNode text : list) {
            if (!text.isString()) {
                throw ApiException.invalid(field, "NOT_A_TEXT");
            }
            texts.add(text.stringValue());
        }
        return texts;
    }

    private boolean has(String field) {
        return !body.path(field).isMissingNode() && !body.path(field).isNull();
    }
}
