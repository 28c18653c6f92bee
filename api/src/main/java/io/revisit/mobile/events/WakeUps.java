package io.revisit.mobile.events;

import io.revisit.platform.database.Notifications;
import io.revisit.platform.security.Viewer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells open streams that there is something to pull. Every node listens to what transactions announce, on whichever node
 * they ran, as long as a phone listens to it. A hint may be lost, come late or come without need.
 */
@Component
public class WakeUps {
    private static final Logger LOG = LoggerFactory.getLogger(WakeUps.class);
    private static final String CHANNEL = "sync_change";
    private static final String EVERYBODY = "*";
    private static final char USER = '@';
    private static final int TENANT_LENGTH = 36;
    private static final int MOST_NOTICES = 1000;
    private static final Duration LISTEN_ON = Duration.ofSeconds(30);

    private final OpenStreams streams;
    private final ConcernedRepository repository;
    private final Flux<Void> dispatching;

    WakeUps(Notifications notifications, OpenStreams streams, ConcernedRepository repository, EventSettings settings) {
        this.streams = streams;
        this.repository = repository;
        this.dispatching = notifications
                .listen(CHANNEL)
                .onBackpressureBuffer(10 * MOST_NOTICES, dropped -> {}, BufferOverflowStrategy.DROP_OLDEST)
                .bufferTimeout(MOST_NOTICES, settings.coalesce(), true)
                .concatMap(this::dispatch)
                .publish()
                .refCount(1, LISTEN_ON);
    }

    /** Says true whenever the viewer may have something to pull, and once when listening begins. */
    public Flux<Boolean> of(Viewer viewer) {
        return Flux.using(dispatching::subscribe, listening -> streams.open(viewer), Disposable::dispose);
    }

    private Mono<Void> dispatch(List<String> notices) {
        if (notices.contains(Notifications.LISTENING)) {
            streams.tenants().forEach(tenant -> streams.wake(tenant, streams.users(tenant)));
            return Mono.empty();
        }
        Map<UUID, Set<String>> byTenant = new HashMap<>();
        for (String notice : notices) {
            byTenant.computeIfAbsent(
                            UUID.fromString(notice.substring(0, TENANT_LENGTH)), tenant -> new HashSet<>())
                    .add(notice.substring(TENANT_LENGTH + 1));
        }
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
                        .onErrorResume(failure -> {
                            LOG.warn("Could not find out whom a change concerns; all are told", failure);
                            return Mono.just(users);
                        })
                        .doOnNext(found -> streams.wake(tenantId, found))
                        .then();
    }
}
