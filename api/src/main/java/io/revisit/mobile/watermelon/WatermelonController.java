package io.revisit.mobile.watermelon;

import io.revisit.contract.ErrorCode;
import io.revisit.mobile.Body;
import io.revisit.mobile.MobileErrors;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.security.Viewer;
import io.revisit.sync.change.Delivery;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code /sync/watermelon}: GET is WatermelonDB's {@code pullChanges}, POST its {@code pushChanges}. */
@RestController
class WatermelonController {
    private static final long LATEST_MILLIS =
            Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();

    private final WatermelonPull pull;
    private final WatermelonPush push;
    private final WatermelonSettings settings;
    private final MobileErrors errors;
    private final InstantSource clock;
    private final JsonMapper json;

    WatermelonController(
            WatermelonPull pull,
            WatermelonPush push,
            WatermelonSettings settings,
            MobileErrors errors,
            InstantSource clock,
            JsonMapper json) {
        this.pull = pull;
        this.push = push;
        this.settings = settings;
        this.errors = errors;
        this.clock = clock;
        this.json = json;
    }

    @GetMapping("/sync/watermelon")
    Mono<Void> pull(ServerWebExchange exchange) {
        return answer(
                exchange,
                MobileErrors.viewer(exchange)
                        .flatMap(viewer -> pull.pull(
                                viewer,
                                PullParameters.of(exchange.getRequest().getQueryParams(), json),
                                exchange.getRequest().getId())));
    }

    @PostMapping("/sync/watermelon")
    Mono<Void> push(ServerWebExchange exchange) {
        return answer(exchange, MobileErrors.viewer(exchange).flatMap(viewer -> body(exchange)
                .flatMap(body -> push(exchange, viewer, body))));
    }

    private Mono<String> push(ServerWebExchange exchange, Viewer viewer, JsonNode body) {
        var query = exchange.getRequest().getQueryParams();
        Long sentAt = PullParameters.number(query, "sent_at", LATEST_MILLIS);
        Instant now = clock.instant();
        return push.push(
                viewer,
                body,
                PullParameters.lastPulledAt(query),
                new Delivery(sentAt == null ? now : Instant.ofEpochMilli(sentAt), now),
                exchange.getRequest().getId());
    }

    private Mono<Void> answer(ServerWebExchange exchange, Mono<String> text) {
        return text.flatMap(body -> Body.write(exchange, MediaType.APPLICATION_JSON, body))
                .onErrorResume(failure -> errors.answer(exchange, failure));
    }

    private Mono<JsonNode> body(ServerWebExchange exchange) {
        return DataBufferUtils.join(exchange.getRequest().getBody(), settings.requestBytes())
                .map(WatermelonController::bytes)
                .switchIfEmpty(Mono.error(
                        () -> new ApiException(ErrorCode.BAD_REQUEST, List.of(), Map.of("problem", "EMPTY"))))
                .map(json::readTree);
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
