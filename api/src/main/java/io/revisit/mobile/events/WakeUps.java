package io.revisit.mobile.events;

import io.revisit.mobile.events.ConcernedRepository.Notice;
import io.revisit.platform.security.Viewer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells open streams that there is something to pull. While a phone listens to it, a node reads what transactions announced
 * since it last looked, on whichever node they ran. A hint may be lost, come late or come without need.
 */
@Component
public class WakeUps {
    private static final Logger LOG = LoggerFactory.getLogger(WakeUps.class);
    private static final String EVERYBODY = "*";
    private static final char USER = '@';
    private static final Duration WATCH_ON = Duration.ofSeconds(30);

    private final OpenStreams streams;
    private final ConcernedRepository repository;
    private final AtomicReference<@Nullable String> snapshot = new AtomicReference<>();
    private final Flux<Void> watching;

    WakeUps(OpenStreams streams, ConcernedRepository repository, EventSettings settings) {
        this.streams = streams;
        this.repository = repository;
        this.watching = Flux.interval(Duration.ZERO, settings.coalesce())
                .onBackpressureDrop()
                // When the application stops, the database goes before the last phone has gone.
                .takeWhile(tick -> streams.isRunning())
                .concatMap(tick -> look(), 1)
                .doFinally(ended -> snapshot.set(null))
                .publish()
                .refCount(1, WATCH_ON);
    }

    /** Says true whenever the viewer may have something to pull, and once when watching begins. */
    public Flux<Boolean> of(Viewer viewer) {
        return Flux.using(watching::subscribe, subscribed -> streams.open(viewer), Disposable::dispose);
    }

    private Mono<Void> look() {
        String since = snapshot.get();
        return repository
                .since(since)
                .flatMap(found -> (since == null ? wakeAll() : wake(found.notices()))
                        .doOnSuccess(done -> snapshot.set(found.snapshot())))
                .onErrorResume(failure -> {
                    LOG.warn("Could not look for changes to tell phones of; trying again", failure);
                    return Mono.empty();
                });
    }

    /** What was announced before watching began was missed. */
    private Mono<Void> wakeAll() {
        return Mono.fromRunnable(
                () -> streams.tenants().forEach(tenant -> streams.wake(tenant, streams.users(tenant))));
    }

    private Mono<Void> wake(List<Notice> notices) {
        Map<UUID, Set<String>> byTenant = new HashMap<>();
        notices.forEach(notice -> byTenant.computeIfAbsent(notice.tenantId(), tenant -> new HashSet<>())
                .add(notice.concerned()));
        return Flux.fromIterable(byTenant.entrySet())
                .concatMap(entry -> wake(entry.getKey(), entry.getValue()))
                .then();
    }

    private Mono<Void> wake(UUID tenantId, Set<String> concerned) {
        Set<UUID> users = streams.users(tenantId);
        if (users.isEmpty()) {
            return Mono.empty();
        }
        if (concerned.contains(EVERYBODY)) {
            streams.wake(tenantId, users);
            return Mono.empty();
        }
        Set<UUID> scopes = new HashSet<>();
        Set<UUID> named = new HashSet<>();
        for (String one : concerned) {
            if (one.charAt(0) == USER) {
                named.add(UUID.fromString(one.substring(1)));
            } else {
                scopes.add(UUID.fromString(one));
            }
        }
        streams.wake(tenantId, named);
        users.removeAll(named);
        return scopes.isEmpty() || users.isEmpty()
                ? Mono.empty()
                : repository
                        .concerned(tenantId, scopes, users)
                        .doOnNext(found -> streams.wake(tenantId, found))
                        .then();
    }
}
