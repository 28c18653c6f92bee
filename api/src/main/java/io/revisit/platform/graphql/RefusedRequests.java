package io.revisit.platform.graphql;

import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.UserErrors;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers requests that never reach GraphQL in the form in which GraphQL would have refused them. */
@Component
public class RefusedRequests {
    private final UserErrors errors;
    private final JsonMapper json;

    RefusedRequests(UserErrors errors, JsonMapper json) {
        this.errors = errors;
        this.json = json;
    }

    public Mono<Void> answer(ServerWebExchange exchange, HttpStatusCode status, ErrorCode code) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(status);
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        String message =
                errors.message(code, Languages.accepted(exchange.getRequest().getHeaders()));
        byte[] body = json.writeValueAsBytes(
                Map.of("errors", List.of(Map.of("message", message, "extensions", Map.of("code", code.name())))));
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }
}
