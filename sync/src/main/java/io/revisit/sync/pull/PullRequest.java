package io.revisit.sync.pull;

import io.revisit.sync.cursor.Cursor;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A phone asks for the next page.
 *
 * @param cursor where it stands, null when it has nothing
 * @param schemaVersion the version of the schema that it knows
 * @param collections the collections that it wants; empty for all
 * @param digests whether a page that is all there is shall carry the digest of each collection
 * @param maxBytes how many bytes of records the page may hold; a single larger record is sent alone
 * @param mostRecords how many records the page may hold
 */
public record PullRequest(
        @Nullable Cursor cursor,
        int schemaVersion,
        Set<String> collections,
        boolean digests,
        int maxBytes,
        int mostRecords) {

    public PullRequest {
        collections = Set.copyOf(collections);
    }

    /** As many records as fit. */
    public PullRequest(
            @Nullable Cursor cursor, int schemaVersion, Set<String> collections, boolean digests, int maxBytes) {
        this(cursor, schemaVersion, collections, digests, maxBytes, Integer.MAX_VALUE);
    }
}
