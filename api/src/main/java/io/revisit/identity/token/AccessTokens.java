package io.revisit.identity.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.revisit.identity.token.InvalidTokenException.Reason;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Issues access tokens and recognises them again. */
@Component
public class AccessTokens {
    private final SigningKeys keys;
    private final AccessTokenCodec codec;

    // A phone sends the same token with each of a burst of requests; checking a signature costs more than the lookup.
    private final Cache<String, AccessToken> verified = Caffeine.newBuilder()
            .maximumSize(5_000)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    AccessTokens(SigningKeys keys, AccessTokenCodec codec) {
        this.keys = keys;
        this.codec = codec;
    }

    public Mono<AccessToken.Signed> issue(UUID tenantId, UUID userId, UUID sessionId, UUID deviceId) {
        return keys.signing()
                .flatMap(key -> Mono.fromCallable(() -> codec.sign(tenantId, userId, sessionId, deviceId, key))
                        .subscribeOn(Schedulers.boundedElastic()));
    }

    /** What the token claims; an {@link InvalidTokenException} when it is not, or no longer, good. */
    public Mono<AccessToken> verify(String token) {
        AccessToken known = verified.getIfPresent(token);
        if (known != null && !codec.isExpired(known)) {
            return Mono.just(known);
        }
        return keys.ring()
                .map(ring -> codec.verify(token, ring))
                .onErrorResume(AccessTokens::isUnknownKey, unknown -> keys.ringForUnknownKey()
                        .map(ring -> codec.verify(token, ring)))
                .doOnNext(claims -> verified.put(token, claims));
    }

    private static boolean isUnknownKey(Throwable error) {
        return error instanceof InvalidTokenException invalid && invalid.reason() == Reason.UNKNOWN_KEY;
    }
}
