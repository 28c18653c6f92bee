package io.revisit.mobile.watermelon;

import io.revisit.contract.collection.FieldType;
import io.revisit.contract.collection.SyncedField;
import io.revisit.sync.change.Refusal;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Values as WatermelonDB's columns hold them: times are milliseconds since 1970, lists and JSON values are JSON in a string,
 * everything else is as on the wire.
 */
final class Columns {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Columns() {}

    /** A value of the wire for a column. */
    static JsonNode column(@Nullable SyncedField field, JsonNode value) {
        if (field == null || value.isNull()) {
            return value;
        }
        if (isText(field)) {
            return NODES.stringNode(JSON.writeValueAsString(value));
        }
        return field.type() == FieldType.DATE_TIME
                ? NODES.numberNode(
                        OffsetDateTime.parse(value.stringValue()).toInstant().toEpochMilli())
                : value;
    }

    /** A column's value for the wire; what only a column that must not be null holds is null. */
    static JsonNode wire(SyncedField field, JsonNode value) {
        boolean blank = value.isString() && value.stringValue().isEmpty();
        if (value.isMissingNode() || value.isNull() || (blank && (isText(field) || field.type() != FieldType.STRING))) {
            return NODES.nullNode();
        }
        if (isText(field)) {
            return parsed(field, value);
        }
        if (field.type() == FieldType.DATE_TIME && value.isNumber()) {
            return NODES.stringNode(
                    Instant.ofEpochMilli(Math.round(value.doubleValue())).toString());
        }
        return value;
    }

    /** Whether WatermelonDB put it there because nobody filled it in. */
    static boolean isUnset(SyncedField field, JsonNode value) {
        boolean blank = value.isString() && value.stringValue().isEmpty();
        boolean zero = field.type() == FieldType.DATE_TIME && value.isNumber() && value.doubleValue() == 0;
        return value.isMissingNode() || value.isNull() || blank || zero;
    }

    private static JsonNode parsed(SyncedField field, JsonNode value) {
        if (!value.isString()) {
            throw Refusal.invalid(field.name(), "NOT_A_TEXT");
        }
        try {
            return JSON.readTree(value.stringValue());
        } catch (JacksonException malformed) {
            throw Refusal.invalid(field.name(), "MALFORMED");
        }
    }

    private static boolean isText(SyncedField field) {
        return field.list() || field.type() == FieldType.JSON;
    }
}
