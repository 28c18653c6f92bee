package io.revisit.sync.digest;

import java.util.List;

/**
 * The digests of one collection, scope by scope in the order of their ids; a scope that is left out holds nothing.
 *
 * @param more whether scopes follow after the last one
 */
public record ScopeDigests(List<Digest> scopes, boolean more) {
    public ScopeDigests {
        scopes = List.copyOf(scopes);
    }
}
