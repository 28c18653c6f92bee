package io.revisit.contract.collection;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A collection: an object type of which phones hold copies.
 *
 * @param name the type's name, which is the collection's on the wire
 * @param description what it is, as the SDL says
 * @param scopes the fields that name the scopes its records stand in: {@code id}, {@code tenant}, or fields ending in {@code Id}
 * @param last how many of the latest records of one scope a phone keeps, null for all
 * @param since the schema version in which it appeared
 * @param fields its fields in the order of the SDL; the first is {@code id}
 */
public record SyncedType(
        String name,
        String description,
        List<String> scopes,
        @Nullable Integer last,
        int since,
        List<SyncedField> fields) {

    public SyncedType {
        scopes = List.copyOf(scopes);
        fields = List.copyOf(fields);
    }

    public Optional<SyncedField> field(String fieldName) {
        return fields.stream().filter(field -> field.name().equals(fieldName)).findFirst();
    }

    /** The fields that a phone with this version of the schema knows. */
    public List<SyncedField> fieldsIn(int schemaVersion) {
        return fields.stream().filter(field -> field.since() <= schemaVersion).toList();
    }

    /** Whether records must be sent again to a phone that moves from one version of the schema to another. */
    public boolean grewBetween(int olderVersion, int newerVersion) {
        return (since > olderVersion && since <= newerVersion)
                || fields.stream().anyMatch(field -> field.since() > olderVersion && field.since() <= newerVersion);
    }
}
