package io.revisit.sync.change;

import io.revisit.contract.ErrorCode;
import io.revisit.contract.collection.SyncedField;
import io.revisit.sync.collection.Collection;
import io.revisit.sync.collection.Operation;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields of a mutation, checked against the SDL and against what the feature accepts. */
public record SentFields(Map<String, @Nullable Object> values, Set<Reference> references) {

    /** A record that must exist before the mutation can be applied. */
    public record Reference(String collection, UUID id) {}

    /** Typed values, those of the device's clock corrected. */
    public static SentFields of(Collection collection, Mutation mutation, Duration clockSkew) {
        Operation operation = mutation.operation();
        if (!collection.accepts().allows(operation)) {
            throw new Refusal(ErrorCode.FORBIDDEN, List.of("op"), Map.of("problem", "READ_ONLY"));
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Set<Reference> references = new LinkedHashSet<>();
        mutation.fields().forEach((name, json) -> {
            SyncedField field = collection.sendable(name).orElseThrow(() -> Refusal.invalid(name, "UNKNOWN_FIELD"));
            if (!collection.accepts().allows(operation, name)) {
                throw Refusal.invalid(name, "READ_ONLY");
            }
            Object value = FieldValues.read(field, json);
            if (field.deviceClock() && value instanceof OffsetDateTime time) {
                value = time.plus(clockSkew);
            }
            values.put(name, value);
            if (field.reference() != null && value != null) {
                references.add(new Reference(field.reference(), UUID.fromString(String.valueOf(value))));
            }
        });
        return new SentFields(values, references);
    }
}
