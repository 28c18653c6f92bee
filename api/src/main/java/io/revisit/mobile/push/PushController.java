package io.revisit.mobile.push;

import io.revisit.contract.ErrorCode;
import io.revisit.mobile.Body;
import io.revisit.mobile.MobileErrors;
import io.revisit.mobile.SyncMeters;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.sync.PushLimits;
import io.revisit.platform.sync.Pushing;
import io.revisit.sync.push.Verdict;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /sync/push}: edits made on a phone, each answered with a verdict. Apps of any version may push: work done
 * offline is never refused for the app's age.
 */
@RestController
class PushController {
    private final Pushing pushing;
    private final RequestReader requests;
    private final AnswerWriter answers;
    private final PushLimits limits;
    private final MobileErrors errors;
    private final SyncMeters meters;
    private final JsonMapper json;

    PushController(
            Pushing pushing,
            RequestReader requests,
            AnswerWriter answers,
            PushLimits limits,
            MobileErrors errors,
            SyncMeters meters,
            JsonMapper json) {
        this.meters = meters;
        this.pushing = pushing;
        this.requests = requests;
        this.answers = answers;
        this.limits = limits;
        this.errors = errors;
        this.json = json;
    }

    @PostMapping("/sync/push")
    Mono<Void> push(ServerWebExchange exchange) {
        return MobileErrors.viewer(exchange)
                .flatMap(viewer -> body(exchange)
                        .flatMap(body -> requests.read(body, viewer))
                        .flatMap(request -> meters.push(pushing.push(
                                        viewer,
                                        request.arrivals(),
                                        exchange.getRequest().getId()))
                                .doOnNext(this::count)
                                .map(verdicts -> answers.write(request, verdicts, viewer))))
                .flatMap(answer -> Body.write(exchange, MediaType.APPLICATION_JSON, answer))
                .onErrorResume(failure -> errors.answer(exchange, failure));
    }

    private void count(List<Verdict> verdicts) {
        meters.verdicts(verdicts, verdict -> String.valueOf(verdict.outcome().status()));
    }

    private Mono<JsonNode> body(ServerWebExchange exchange) {
        return DataBufferUtils.join(exchange.getRequest().getBody(), limits.requestBytes())
                .map(PushController::bytes)
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
