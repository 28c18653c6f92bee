package io.revisit.sync.push;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which scopes the author of a mutation has, and which he had when he made it.
 *
 * @param everything whether he sees every record anyhow
 */
record Rights(boolean everything, Set<UUID> has, Set<UUID> had) {

    /** Whether he sees a record that stands in these scopes. */
    boolean see(Set<UUID> scopes) {
        return everything || scopes.stream().anyMatch(has::contains);
    }

    /** Whether he saw it then. */
    boolean saw(Set<UUID> scopes) {
        return scopes.stream().anyMatch(had::contains);
    }

    /** Those of the records that he saw then, by their ids. */
    Set<UUID> seenThen(Map<UUID, Set<UUID>> scopesOfRecords) {
        return scopesOfRecords.entrySet().stream()
                .filter(entry -> saw(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
