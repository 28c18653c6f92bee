package io.revisit.mobile.events;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.revisit.platform.security.Viewer;
import io.revisit.sync.pull.Reader;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** The streams that phones hold open on this node; they end before the web server waits for its requests to end. */
@Component
@EnableConfigurationProperties(EventSettings.class)
class OpenStreams implements SmartLifecycle {
    private final Map<Reader, Deque<FluxSink<Boolean>>> streams = new ConcurrentHashMap<>();
    private final int mostPerUser;
    private volatile boolean running;

    OpenStreams(EventSettings settings, MeterRegistry meters) {
        this.mostPerUser = settings.streamsPerUser();
        Gauge.builder("revisit.sync.streams", this, OpenStreams::count)
                .description("Event streams that phones hold open")
                .register(meters);
    }

    /** Says true whenever the viewer has something to pull; what a slow phone has not taken yet is said once. */
    Flux<Boolean> open(Viewer viewer) {
        Reader reader = new Reader(viewer.tenantId(), viewer.userId());
        return Flux.create(
                sink -> {
                    add(reader, sink);
                    sink.onDispose(() -> remove(reader, sink));
                },
                FluxSink.OverflowStrategy.LATEST);
    }

    private void add(Reader reader, FluxSink<Boolean> sink) {
        streams.compute(reader, (key, open) -> {
            Deque<FluxSink<Boolean>> of = open == null ? new ArrayDeque<>() : new ArrayDeque<>(open);
            of.addLast(sink);
            return of;
        });
        if (!running) {
            sink.complete();
        }
        // A phone that lost its connection opens another one long before the first is known to be dead.
        Deque<FluxSink<Boolean>> open = streams.get(reader);
        if (open != null && open.size() > mostPerUser) {
            open.getFirst().complete();
        }
    }

    private void remove(Reader reader, FluxSink<Boolean> sink) {
        streams.computeIfPresent(reader, (key, open) -> {
            Deque<FluxSink<Boolean>> left = new ArrayDeque<>(open);
            left.remove(sink);
            return left.isEmpty() ? null : left;
        });
    }

    Set<UUID> tenants() {
        return streams.keySet().stream().map(Reader::tenantId).collect(Collectors.toSet());
    }

    Set<UUID> users(UUID tenantId) {
        return streams.keySet().stream()
                .filter(reader -> reader.tenantId().equals(tenantId))
                .map(Reader::userId)
                .collect(Collectors.toSet());
    }

    void wake(UUID tenantId, Collection<UUID> users) {
        for (UUID user : users) {
            Deque<FluxSink<Boolean>> open = streams.get(new Reader(tenantId, user));
            if (open != null) {
                open.forEach(sink -> sink.next(true));
            }
        }
    }

    private int count() {
        return streams.values().stream().mapToInt(Collection::size).sum();
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        List.copyOf(streams.values()).forEach(open -> open.forEach(FluxSink::complete));
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
