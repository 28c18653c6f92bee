package io.revisit.sync.push;

import io.revisit.contract.collection.MergePolicy;
import io.revisit.contract.collection.SyncedField;
import io.revisit.sync.change.FieldValues;
import io.revisit.sync.collection.Collection;
import io.revisit.sync.push.Conflict.Winner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Merges an edit with what happened since its base, field by field. A field is in conflict when another device was the
 * last to change it after the base, and to another value than the edit's.
 */
final class Merge {
    private final Collection collection;
    private final Map<String, @Nullable Object> sent;
    private final Stored stored;
    private final History history;
    private final boolean late;
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    private final List<Conflict> conflicts = new ArrayList<>();

    private Merge(
            Collection collection, Map<String, @Nullable Object> sent, Stored stored, History history, boolean late) {
        this.collection = collection;
        this.sent = sent;
        this.stored = stored;
        this.history = history;
        this.late = late;
    }

    /**
     * The merge of an edit.
     *
     * @param late whether its author no longer sees the record: then he wins against nobody, and is not told by whom or
     *     what he lost
     */
    static Merge of(
            Collection collection, Map<String, @Nullable Object> sent, Stored stored, History history, boolean late) {
        Merge merge = new Merge(collection, sent, stored, history, late);
        merge.run();
        return merge;
    }

    /** The fields to set: all that did not lose, and that do not stand there already. */
    Map<String, @Nullable Object> fields() {
        return fields;
    }

    List<Conflict> conflicts() {
        return conflicts;
    }

    /** Whether there is anything to do. */
    boolean changesAnything() {
        return fields.keySet().stream()
                .anyMatch(name -> collection.type().field(name).isPresent());
    }

    private void run() {
        Set<String> lost = lost();
        sent.forEach((name, mine) -> {
            SyncedField field = collection.type().field(name).orElse(null);
            if (field == null) {
                fields.put(name, mine);
            } else if (!FieldValues.same(mine, stored.values().get(name))) {
                boolean loses = lost.contains(name);
                if (!loses) {
                    fields.put(name, mine);
                }
                if (loses || isContested(field)) {
                    conflicts.add(conflict(field, mine, loses));
                }
            }
        });
    }

    /** Fields that lose by their policy, with all that make no sense without them. */
    private Set<String> lost() {
        Set<String> lost = new LinkedHashSet<>();
        for (SyncedField field : collection.type().fields()) {
            if (sent.containsKey(field.name())
                    && (late || field.merge() != MergePolicy.CLIENT)
                    && !FieldValues.same(sent.get(field.name()), stored.values().get(field.name()))
                    && isContested(field)) {
                lost.addAll(collection.accepts().companions(field.name()));
            }
        }
        return lost;
    }

    private boolean isContested(SyncedField field) {
        return collection.column(field).map(history::isOthers).orElse(!history.known());
    }

    private Conflict conflict(SyncedField field, @Nullable Object mine, boolean loses) {
        Replaced theirs = collection.column(field).map(history::last).orElse(null);
        Winner winner = !loses ? Winner.MINE : field.merge() == MergePolicy.ASK ? Winner.NOBODY : Winner.THEIRS;
        Object base = collection.column(field).map(history::base).orElse(null);
        return new Conflict(
                field.name(),
                FieldValues.json(base == null ? null : FieldValues.stored(field, base)),
                FieldValues.json(mine),
                late ? null : FieldValues.json(stored.values().get(field.name())),
                late || theirs == null ? null : theirs.actorId(),
                late || theirs == null ? null : theirs.changedAt(),
                winner);
    }

    /**
     * What happened to a record since a mutation's base.
     *
     * @param known whether the base is one that we can tell the changes since
     * @param changes the changes since, the earliest first
     * @param device whose own changes are no conflict
     */
    record History(boolean known, List<Replaced> changes, UUID device) {

        /** Whether others changed anything. */
        boolean hasOthers() {
            return !known || changes.stream().anyMatch(change -> !device.equals(change.deviceId()));
        }

        boolean isOthers(String column) {
            Replaced last = last(column);
            return last == null ? !known : !device.equals(last.deviceId());
        }

        @Nullable
        Replaced last(String column) {
            Replaced last = null;
            for (Replaced change : changes) {
                if (change.before().containsKey(column)) {
                    last = change;
                }
            }
            return last;
        }

        /** The value at the base, as the database wrote it. */
        @Nullable
        Object base(String column) {
            for (Replaced change : changes) {
                if (known && change.before().containsKey(column)) {
                    return change.before().get(column);
                }
            }
            return null;
        }
    }
}
