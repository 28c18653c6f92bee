package io.revisit.platform.graphql;

import io.revisit.contract.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Gives a code to requests that are no GraphQL request at all: empty, oversized or malformed bodies, wrong media types. */
@Component
@Order(-10)
class TransportErrors implements WebFilter {
    private static final Logger LOG = LoggerFactory.getLogger(TransportErrors.class);

    private final RefusedRequests refused;

    TransportErrors(RefusedRequests refused) {
        this.refused = refused;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!exchange.getRequest().getPath().value().equals("/graphql")) {
            return chain.filter(exchange);
        }
        return chain.filter(exchange)
                .onErrorResume(failure -> !exchange.getResponse().isCommitted(), failure -> refuse(exchange, failure))
                // Without a body Spring GraphQL answers nothing at all.
                .then(Mono.defer(() -> exchange.getResponse().isCommitted()
                        ? Mono.empty()
                        : refused.answer(exchange, HttpStatus.BAD_REQUEST, ErrorCode.BAD_REQUEST)));
    }

    private Mono<Void> refuse(ServerWebExchange exchange, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataBufferLimitException) {
                return refused.answer(exchange, HttpStatus.CONTENT_TOO_LARGE, ErrorCode.PAYLOAD_TOO_LARGE);
            }
        }
        HttpStatusCode status =
                failure instanceof ErrorResponse response ? response.getStatusCode() : HttpStatus.INTERNAL_SERVER_ERROR;
        if (status.is4xxClientError()) {
            return refused.answer(exchange, status, ErrorCode.BAD_REQUEST);
        }
        LOG.error("Request {}", exchange.getRequest().getId(), failure);
        return refused.answer(exchange, status, ErrorCode.INTERNAL_ERROR);
    }
}
