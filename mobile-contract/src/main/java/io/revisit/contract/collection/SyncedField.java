package io.revisit.contract.collection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One field of a copy.
 *
 * @param name its name on the wire
 * @param description what it is, as the SDL says
 * @param type what it holds, or what each element holds when it is a list
 * @param list whether it is a list
 * @param required whether it is never null
 * @param values the names that an enum may take, else empty
 * @param reference the type whose id it holds, null when it holds none
 * @param merge who wins when two change it
 * @param since the schema version in which it appeared
 * @param deviceClock whether phones fill it from their own clock
 */
public record SyncedField(
        String name,
        String description,
        FieldType type,
        boolean list,
        boolean required,
        List<String> values,
        @Nullable String reference,
        MergePolicy merge,
        int since,
        boolean deviceClock) {

    public SyncedField {
        values = List.copyOf(values);
    }
}
