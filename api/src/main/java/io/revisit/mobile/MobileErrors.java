package io.revisit.mobile;

import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.error.UserErrors;
import io.revisit.platform.graphql.Languages;
import io.revisit.platform.security.Viewer;
import io.revisit.sync.pull.ResyncRequiredException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Answers what went wrong: {@code {"error": {"code", "message", "field"?, "details"?}}} with the status that fits. */
@Component
public class MobileErrors {
    private static final Logger LOG = LoggerFactory.getLogger(MobileErrors.class);

    private final UserErrors errors;
    private final JsonMapper json;

    MobileErrors(UserErrors errors, JsonMapper json) {
        this.errors = errors;
        this.json = json;
    }

    /** The viewer of the request, or the refusal of somebody unknown. */
    public static Mono<Viewer> viewer(ServerWebExchange exchange) {
        return exchange.getAttribute(Viewer.CONTEXT_KEY) instanceof Viewer viewer
                ? Mono.just(viewer)
                : Mono.error(new ApiException(ErrorCode.UNAUTHENTICATED));
    }

    public Mono<Void> answer(ServerWebExchange exchange, Throwable failure) {
        return answer(exchange, failure, refusal -> status(refusal.code()));
    }

    /** The same for a protocol that has statuses of its own. */
    public Mono<Void> answer(
            ServerWebExchange exchange, Throwable failure, Function<ApiException, HttpStatusCode> statuses) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(failure);
        }
        ApiException refusal = refusal(exchange, failure);
        response.setStatusCode(statuses.apply(refusal));
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        byte[] body = json.writeValueAsBytes(Map.of("error", describe(refusal, language(exchange))));
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    /** A refusal as phones get it. */
    public Map<String, Object> describe(ApiException refusal, Locale language) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", refusal.code().name());
        error.put("message", errors.message(refusal.code(), language));
        if (!refusal.field().isEmpty()) {
            error.put("field", refusal.field());
        }
        if (!refusal.details().isEmpty()) {
            error.put("details", refusal.details());
        }
        return error;
    }

    private static ApiException refusal(ServerWebExchange exchange, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApiException refusal) {
                return refusal;
            }
            if (cause instanceof ResyncRequiredException) {
                return new ApiException(ErrorCode.RESYNC_REQUIRED);
            }
            if (cause instanceof DataBufferLimitException) {
                return new ApiException(ErrorCode.PAYLOAD_TOO_LARGE);
            }
            if (cause instanceof JacksonException malformed) {
                return malformed(malformed);
            }
        }
        String traceId = exchange.getRequest().getId();
        LOG.error("Request {}", traceId, failure);
        return new ApiException(ErrorCode.INTERNAL_ERROR, Map.of("traceId", traceId));
    }

    private static ApiException malformed(JacksonException malformed) {
        var place = malformed.getLocation();
        return place == null
                ? new ApiException(ErrorCode.BAD_REQUEST)
                : new ApiException(
                        ErrorCode.BAD_REQUEST, Map.of("line", place.getLineNr(), "column", place.getColumnNr()));
    }

    private static Locale language(ServerWebExchange exchange) {
        return exchange.getAttribute(Viewer.CONTEXT_KEY) instanceof Viewer viewer
                ? viewer.language()
                : Languages.accepted(exchange.getRequest().getHeaders());
    }

    private static HttpStatus status(ErrorCode code) {
        return switch (code) {
            case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case CONFLICT, RESYNC_REQUIRED, INVALID_STATE, ID_ALREADY_USED -> HttpStatus.CONFLICT;
            case UPGRADE_REQUIRED -> HttpStatus.UPGRADE_REQUIRED;
            case PAYLOAD_TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
            case TOO_MANY_ATTEMPTS -> HttpStatus.TOO_MANY_REQUESTS;
            case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
            case INTERNAL_ERROR -> HttpStatus.INTERNAL_SERVER_ERROR;
            default -> HttpStatus.BAD_REQUEST;
        };
    }
}
