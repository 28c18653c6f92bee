package io.revisit.mobile.rxdb;

import io.revisit.mobile.Cursors;
import io.revisit.sync.cursor.Cursor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends what changes as server-sent events. Each event's id is the cursor after it, so whoever reconnects with the last one
 * misses nothing. A stream ends after some minutes: by then its token may have ended, too.
 */
@Component
class RxdbStream {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(20);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MOST_DOCUMENTS = 100;

    private final RxdbPull pull;
    private final Cursors cursors;

    RxdbStream(RxdbPull pull, Cursors cursors) {
        this.pull = pull;
        this.cursors = cursors;
    }

    Mono<Void> write(ServerWebExchange exchange, Replication replication, Cursor from) {
        ServerHttpResponse response = exchange.getResponse();
        response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
        response.getHeaders().setCacheControl("no-store");
        Flux<String> signs =
                Flux.interval(Duration.ZERO, SIGN_OF_LIFE).onBackpressureDrop().map(sign -> ": alive\n\n");
        return response.writeAndFlushWith(Flux.merge(signs, changes(replication, from))
                .take(LONGEST)
                .map(event -> Mono.just(buffer(response, event))));
    }

    private Flux<String> changes(Replication replication, Cursor from) {
        AtomicReference<Cursor> position = new AtomicReference<>(from);
        return Flux.interval(Duration.ZERO, LOOK_EVERY)
                .onBackpressureDrop()
                .concatMap(
                        look -> next(replication, position)
                                .expand(batch -> batch.more() ? next(replication, position) : Mono.empty()),
                        1)
                .filter(batch -> !batch.documents().isEmpty())
                .concatMap(this::event, 1);
    }

    private Mono<Batch> next(Replication replication, AtomicReference<Cursor> position) {
        return Mono.defer(() -> pull.pull(replication, position.get(), MOST_DOCUMENTS))
                .doOnNext(batch -> position.set(batch.cursor()));
    }

    private Mono<String> event(Batch batch) {
        return cursors.write(batch.cursor()).map(token -> {
            ObjectNode data = Documents.JSON.createObjectNode();
            data.putArray("documents").addAll(batch.documents());
            data.putObject("checkpoint").put("cursor", token);
            return "id: " + token + "\ndata: " + data + "\n\n";
        });
    }

    private static DataBuffer buffer(ServerHttpResponse response, String event) {
        return response.bufferFactory().wrap(event.getBytes(StandardCharsets.UTF_8));
    }
}
