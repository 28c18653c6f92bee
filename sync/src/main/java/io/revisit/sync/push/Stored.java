package io.revisit.sync.push;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A record as it is locked for a mutation: typed values, its version for sync, and the scopes it stands in. */
record Stored(Map<String, @Nullable Object> values, long version, Set<UUID> scopes, boolean deleted) {}
