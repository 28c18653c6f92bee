package io.revisit.identity.authentication;

import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.UserErrors;
import io.revisit.platform.graphql.Languages;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers requests that never reach GraphQL in the form in which GraphQL would have refused them. */
@Component
class RefusedRequests {
    private final UserErrors errors;
    private final JsonMapper json;

    RefusedRequests(UserErrors errors, JsonMapper json) {
        this.errors = errors;
        this.json = json;
    }

    Mono<Void> answer(ServerWebExchange exchange, ErrorCode code) {
        ServerHttpResponse response = exchange.getResponse();
        if (code == ErrorCode.UNAUTHENTICATED) {
            response.setStatusCode(HttpStatus.UNAUTHORIZED);
            response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
        } else {
            response.setStatusCode(HttpStatus.SERVICE_UNAVAILABLE);
        }
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        String message =
                errors.message(code, Languages.accepted(exchange.getRequest().getHeaders()));
        byte[] body = json.writeValueAsBytes(
                Map.of("errors", List.of(Map.of("message", message, "extensions", Map.of("code", code.name())))));
        return response.writeWith(Mono.fromSupplier(() -> buffer(response, body)));
    }

    private static DataBuffer buffer(ServerHttpResponse response, byte[] body) {
        return response.bufferFactory().wrap(body);
    }
}
