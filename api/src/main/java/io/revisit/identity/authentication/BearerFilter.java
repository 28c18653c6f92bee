package io.revisit.identity.authentication;

import io.revisit.contract.ErrorCode;
import io.revisit.identity.token.AccessTokens;
import io.revisit.identity.token.InvalidTokenException;
import io.revisit.identity.token.InvalidTokenException.Reason;
import io.revisit.platform.graphql.RefusedRequests;
import io.revisit.platform.security.Viewer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Turns the bearer token of a request into the {@link Viewer} in the exchange's attributes.
 *
 * <p>A request without a token goes on anonymously, and so does one whose token was ours but is over: expired, or of a
 * session that has ended. Whatever needs a viewer then answers UNAUTHENTICATED itself, while {@code login} and {@code
 * refreshSession} work for a client that still attaches its old token to everything. A token that never was ours is
 * refused with 401, whatever was asked: its sender is broken or malicious. Health endpoints never look at tokens.
 */
@Component
@Order(0)
class BearerFilter implements WebFilter {
    private static final Logger LOG = LoggerFactory.getLogger(BearerFilter.class);
    private static final String SCHEME = "Bearer ";
    private static final String MANAGEMENT = "/actuator";

    private final AccessTokens tokens;
    private final SessionViewers viewers;
    private final RefusedRequests refused;

    BearerFilter(AccessTokens tokens, SessionViewers viewers, RefusedRequests refused) {
        this.tokens = tokens;
        this.viewers = viewers;
        this.refused = refused;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String token = token(exchange.getRequest());
        if (token == null) {
            return chain.filter(exchange);
        }
        // What to do is decided first and done afterwards: the chain's own failures are none of this filter's business.
        return viewer(token, exchange)
                .map(viewer -> {
                    exchange.getAttributes().put(Viewer.CONTEXT_KEY, viewer);
                    return chain.filter(exchange);
                })
                .switchIfEmpty(Mono.fromSupplier(() -> chain.filter(exchange)))
                .onErrorResume(InvalidTokenException.class, invalid -> Mono.just(refuseToken(exchange)))
                .onErrorResume(failure -> {
                    LOG.warn("Could not find out who sent a request", failure);
                    return Mono.just(refused.answer(exchange, HttpStatus.SERVICE_UNAVAILABLE, ErrorCode.UNAVAILABLE));
                })
                .flatMap(Function.identity());
    }

    private Mono<Viewer> viewer(String token, ServerWebExchange exchange) {
        return tokens.verify(token)
                .onErrorResume(BearerFilter::isExpired, expired -> Mono.empty())
                .doOnNext(known -> exchange.getAttributes().put(Viewer.UNTIL_KEY, known.expiresAt()))
                .flatMap(viewers::find);
    }

    private static boolean isExpired(Throwable error) {
        return error instanceof InvalidTokenException invalid && invalid.reason() == Reason.EXPIRED;
    }

    private static @Nullable String token(ServerHttpRequest request) {
        String header = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (header == null || request.getPath().value().startsWith(MANAGEMENT)) {
            return null;
        }
        boolean bearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return bearer ? header.substring(SCHEME.length()).trim() : null;
    }

    private Mono<Void> refuseToken(ServerWebExchange exchange) {
        exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
        return refused.answer(exchange, HttpStatus.UNAUTHORIZED, ErrorCode.UNAUTHENTICATED);
    }
}
