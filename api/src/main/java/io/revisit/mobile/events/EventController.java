package io.revisit.mobile.events;

import io.revisit.mobile.MobileErrors;
import io.revisit.platform.security.Viewer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code GET /sync/events}: an event {@code change} whenever there may be something to pull, until the token ends. */
@RestController
class EventController {
    private static final Duration RECONNECT_AFTER = Duration.ofSeconds(5);

    private final WakeUps wakeUps;
    private final EventSettings settings;
    private final MobileErrors errors;
    private final InstantSource clock;

    EventController(WakeUps wakeUps, EventSettings settings, MobileErrors errors, InstantSource clock) {
        this.wakeUps = wakeUps;
        this.settings = settings;
        this.errors = errors;
        this.clock = clock;
    }

    @GetMapping("/sync/events")
    Mono<ResponseEntity<Flux<ServerSentEvent<String>>>> events(ServerWebExchange exchange) {
        return MobileErrors.viewer(exchange)
                .map(viewer -> ResponseEntity.ok()
                        .contentType(MediaType.TEXT_EVENT_STREAM)
                        .header("Cache-Control", "no-store")
                        // Otherwise a proxy may hold events back until there are enough of them.
                        .header("X-Accel-Buffering", "no")
                        .body(events(viewer, untilTokenEnds(exchange))))
                .onErrorResume(failure -> errors.answer(exchange, failure).then(Mono.empty()));
    }

    private Flux<ServerSentEvent<String>> events(Viewer viewer, Duration lifetime) {
        ServerSentEvent<String> beginning = ServerSentEvent.<String>builder()
                .retry(RECONNECT_AFTER)
                .comment("open")
                .build();
        ServerSentEvent<String> heartbeat =
                ServerSentEvent.<String>builder().comment("still here").build();
        ServerSentEvent<String> change =
                ServerSentEvent.<String>builder().event("change").data("{}").build();
        // The streams' end is the end; heartbeats alone would go on for ever.
        Flux<ServerSentEvent<String>> changes = wakeUps.of(viewer)
                .map(woken -> change)
                .publish(shared -> Flux.merge(
                        shared,
                        Flux.interval(settings.heartbeat())
                                .onBackpressureDrop()
                                .map(tick -> heartbeat)
                                .takeUntilOther(shared.ignoreElements())));
        return changes.startWith(beginning).take(lifetime);
    }

    private Duration untilTokenEnds(ServerWebExchange exchange) {
        return exchange.getAttribute(Viewer.UNTIL_KEY) instanceof Instant until && until.isAfter(clock.instant())
                ? Duration.between(clock.instant(), until)
                : Duration.ZERO;
    }
}
