package io.revisit.sync.collection;

import io.revisit.contract.collection.FieldType;
import io.revisit.contract.collection.MergePolicy;
import io.revisit.contract.collection.SyncedField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What phones may do with the records of a collection, and which fields they may send for it. */
public final class Accepts {
    private final Map<Operation, Set<String>> fields = new LinkedHashMap<>();
    private final Map<String, SyncedField> writeOnly = new LinkedHashMap<>();
    private final List<Set<String>> together = new ArrayList<>();

    private Accepts() {}

    /** Phones only read. */
    public static Accepts nothing() {
        return new Accepts();
    }

    /** New records, with these fields. */
    public static Accepts creation(String... names) {
        return new Accepts().with(Operation.CREATE, names);
    }

    /** Changes of these fields. */
    public static Accepts changes(String... names) {
        return new Accepts().with(Operation.UPDATE, names);
    }

    public Accepts andChanges(String... names) {
        return with(Operation.UPDATE, names);
    }

    public Accepts andDeletion() {
        return with(Operation.DELETE);
    }

    /** A field that phones send with an operation but never receive. */
    public Accepts writeOnly(Operation operation, String name, FieldType type, boolean list) {
        with(operation, name);
        writeOnly.put(
                name, new SyncedField(name, "", type, list, false, List.of(), null, MergePolicy.CLIENT, 1, false));
        return this;
    }

    /** Fields that make sense only with each other: when one loses against another's change, all of them do. */
    public Accepts together(String... names) {
        together.add(Set.of(names));
        return this;
    }

    public boolean allows(Operation operation) {
        return fields.containsKey(operation);
    }

    public boolean allows(Operation operation, String field) {
        return fields.getOrDefault(operation, Set.of()).contains(field);
    }

    /** The fields that an operation may carry. */
    public Set<String> fields(Operation operation) {
        return Set.copyOf(fields.getOrDefault(operation, Set.of()));
    }

    public Optional<SyncedField> writeOnly(String name) {
        return Optional.ofNullable(writeOnly.get(name));
    }

    /** The fields that stand or fall with this one, itself included. */
    public Set<String> companions(String field) {
        return together.stream()
                .filter(names -> names.contains(field))
                .findFirst()
                .orElse(Set.of(field));
    }

    private Accepts with(Operation operation, String... names) {
        Set<String> all = fields.computeIfAbsent(operation, added -> new LinkedHashSet<>());
        all.addAll(List.of(names));
        return this;
    }
}
