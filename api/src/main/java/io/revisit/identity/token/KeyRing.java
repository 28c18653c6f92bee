package io.revisit.identity.token;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All signing keys, as a node saw them at an instant. */
final class KeyRing {
    static final KeyRing EMPTY = new KeyRing(List.of(), Instant.EPOCH);

    private static final Comparator<SigningKey> BY_START =
            Comparator.comparing(SigningKey::signsFrom).thenComparing(SigningKey::id);

    private final Map<String, SigningKey> keys;
    private final Instant loadedAt;

    KeyRing(Collection<SigningKey> keys, Instant loadedAt) {
        this.keys = keys.stream().collect(Collectors.toUnmodifiableMap(SigningKey::id, Function.identity()));
        this.loadedAt = loadedAt;
    }

    @Nullable
    SigningKey find(String id) {
        return keys.get(id);
    }

    /**
     * The key that signs now: the last to have started. On a node whose clock is behind the one that made the first key,
     * none has started yet, and then it is the first.
     */
    Optional<SigningKey> signing(Instant now) {
        return keys.values().stream()
                .filter(key -> !key.signsFrom().isAfter(now))
                .max(BY_START)
                .or(() -> keys.values().stream().min(BY_START));
    }

    boolean hasKeyCreatedAfter(Instant instant) {
        return keys.values().stream().anyMatch(key -> key.createdAt().isAfter(instant));
    }

    /** Whether it was loaded between the two instants; a clock that was set back leaves it outside. */
    boolean loadedWithin(Instant after, Instant now) {
        return loadedAt.isAfter(after) && !loadedAt.isAfter(now);
    }
}
