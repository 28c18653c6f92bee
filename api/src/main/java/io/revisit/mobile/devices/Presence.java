package io.revisit.mobile.devices;

import io.revisit.platform.security.Viewer;
import io.revisit.sync.cursor.Cursor;
import io.revisit.sync.cursor.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Remembers what devices tell of themselves and writes it down every few seconds, all of a tenant at once: a pull that brings
 * nothing stays a read. What a killed node had not written yet is told again by the next pull; till then tombstones are
 * kept for longer than needed, never for shorter.
 */
@Component
public class Presence implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

    private final PresenceRepository repository;
    private final InstantSource clock;
    private final Duration interval;
    private final Map<Key, Sighting> sightings = new HashMap<>();
    private Disposable writing = Disposables.disposed();

    private record Key(UUID tenantId, UUID deviceId) {}

    Presence(
            PresenceRepository repository,
            InstantSource clock,
            @Value("${revisit.sync.presence-interval:10s}") Duration interval) {
        this.repository = repository;
        this.clock = clock;
        this.interval = interval;
    }

    /** A device asked for a page; {@code complete} when it then has everything. */
    public void pulled(Viewer viewer, @Nullable Cursor presented, int schemaVersion, boolean complete) {
        Snapshot known = presented == null ? null : presented.base() == null ? presented.target() : presented.base();
        Instant now = clock.instant();
        add(
                viewer,
                new Sighting(
                        viewer.deviceId(),
                        viewer.userId(),
                        schemaVersion,
                        known == null ? null : Long.toString(known.xmin()),
                        now,
                        complete ? now : null,
                        null,
                        null));
    }

    /** A device sent edits, at that time by its own clock. */
    public void pushed(Viewer viewer, Instant sentAt) {
        Instant now = clock.instant();
        add(
                viewer,
                new Sighting(
                        viewer.deviceId(),
                        viewer.userId(),
                        null,
                        null,
                        null,
                        null,
                        now,
                        Duration.between(now, sentAt).toMillis()));
    }

    /** Writes down what was told since the last time. */
    public Mono<Void> write() {
        return Flux.defer(() -> Flux.fromIterable(taken().entrySet()))
                .concatMap(tenant -> repository
                        .save(tenant.getKey(), tenant.getValue())
                        .onErrorResume(failure -> {
                            LOG.warn("Could not write down which devices were seen", failure);
                            return Mono.empty();
                        }))
                .then();
    }

    private void add(Viewer viewer, Sighting sighting) {
        synchronized (sightings) {
            sightings.merge(new Key(viewer.tenantId(), viewer.deviceId()), sighting, Sighting::then);
        }
    }

    private Map<UUID, List<Sighting>> taken() {
        Map<UUID, List<Sighting>> byTenant = new HashMap<>();
        synchronized (sightings) {
            sightings.forEach((key, sighting) -> byTenant.computeIfAbsent(key.tenantId(), tenant -> new ArrayList<>())
                    .add(sighting));
            sightings.clear();
        }
        return byTenant;
    }

    @Override
    public void start() {
        writing = Flux.interval(interval)
                .onBackpressureDrop()
                .concatMap(tick -> write(), 1)
                .subscribe();
    }

    @Override
    public void stop() {
        writing.dispose();
    }

    @Override
    public void stop(Runnable done) {
        stop();
        write().doFinally(signal -> done.run()).subscribe();
    }

    @Override
    public boolean isRunning() {
        return !writing.isDisposed();
    }
}
