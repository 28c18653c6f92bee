package io.revisit.sync.digest;

import java.util.List;
import java.util.UUID;

/**
 * What makes a phone's records of one scope right.
 *
 * @param columns names of the elements of each row
 * @param rows the records that it lacks or has in another version: JSON arrays, separated by commas
 * @param forget ids of records that do not stand in the scope
 * @param more whether rows were left out because the answer would have become too large
 */
public record Repair(List<String> columns, String rows, List<UUID> forget, boolean more) {
    public Repair {
        columns = List.copyOf(columns);
        forget = List.copyOf(forget);
    }
}
