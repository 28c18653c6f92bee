package io.revisit.identity.authentication;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.revisit.identity.token.AccessToken;
import io.revisit.platform.security.Viewer;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The viewers of living sessions, remembered briefly: a logout, a new role or a deactivation takes effect within that
 * time on every node, and a logout at once on the node that performed it.
 */
@Component
@EnableConfigurationProperties(AuthenticationSettings.class)
public class SessionViewers {
    private final ViewerRepository repository;
    private final InstantSource clock;
    private final Cache<UUID, Optional<Viewer>> known;

    SessionViewers(ViewerRepository repository, AuthenticationSettings settings, InstantSource clock) {
        this.repository = repository;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .maximumSize(20_000)
                .expireAfterWrite(settings.viewerCacheTime())
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    /** The viewer whom the token speaks for; nothing when his session has ended. */
    Mono<Viewer> find(AccessToken token) {
        Optional<Viewer> viewer = known.getIfPresent(token.sessionId());
        return viewer != null ? Mono.justOrEmpty(viewer) : load(token);
    }

    private Mono<Viewer> load(AccessToken token) {
        return repository
                .find(token, clock.instant())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(loaded -> {
                    // What a logout wrote while the query ran is the newer knowledge.
                    Optional<Viewer> newer = known.asMap().putIfAbsent(token.sessionId(), loaded);
                    return Mono.justOrEmpty(newer == null ? loaded : newer);
                });
    }

    /** Remembers that the sessions have ended. */
    public void forget(Collection<UUID> endedSessions) {
        endedSessions.forEach(session -> known.put(session, Optional.empty()));
    }
}
