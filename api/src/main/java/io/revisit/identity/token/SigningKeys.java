package io.revisit.identity.token;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The keys that sign access tokens, the same on every node. A successor is announced before it signs, and its
 * predecessor stays known long after, so a rotation logs nobody out.
 */
@Component
@EnableConfigurationProperties(TokenSettings.class)
public class SigningKeys {
    private final SigningKeyRepository repository;
    private final TokenSettings settings;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Mono<KeyRing>> loading = new AtomicReference<>();
    private volatile KeyRing known = KeyRing.EMPTY;

    SigningKeys(SigningKeyRepository repository, TokenSettings settings, InstantSource clock) {
        this.repository = repository;
        this.settings = settings;
        this.clock = clock;
    }

    /** Adds a key that starts to sign when all nodes have heard of it; the very first signs at once. */
    public Mono<Void> rotate() {
        return Mono.defer(() -> add(Duration.ZERO));
    }

    /** What a job calls daily: adds a key when the newest is old enough, and deletes those long retired. */
    public Mono<Void> rotateIfDue() {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            Instant due = now.minus(settings.rotateAfter());
            return reload().flatMap(
                            ring -> ring.hasKeyCreatedAfter(due) ? Mono.<Void>empty() : add(settings.rotateAfter()))
                    .then(Mono.defer(() -> repository.deleteRetired(
                            now.minus(settings.deleteAfter()),
                            now.minus(settings.lifetime()).minus(settings.clockSkew()))))
                    .flatMap(deleted -> deleted > 0 ? reload().then() : Mono.<Void>empty());
        });
    }

    /** The keys as they were a few minutes ago at most. */
    Mono<KeyRing> ring() {
        return ringNotOlderThan(settings.reloadEvery());
    }

    /** The keys after a token named one that {@link #ring()} lacks; tokens of fantasy cannot make it look incessantly. */
    Mono<KeyRing> ringForUnknownKey() {
        return ringNotOlderThan(settings.unknownKeyPause());
    }

    /** The key to sign with. */
    Mono<SigningKey> signing() {
        return ring().flatMap(ring -> Mono.justOrEmpty(ring.signing(clock.instant())))
                .switchIfEmpty(Mono.defer(() -> add(settings.rotateAfter()))
                        .then(Mono.defer(this::ring))
                        .map(ring -> ring.signing(clock.instant()).orElseThrow()));
    }

    private Mono<Void> add(Duration newestIsOlderThan) {
        return Mono.fromCallable(() -> {
                    // As exact as PostgreSQL: a stored instant must not be later than the one it was made from.
                    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                    return SigningKey.generate(now, now.plus(settings.signsAfter()));
                })
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(key -> repository.insert(key, key.createdAt().minus(newestIsOlderThan)))
                .then(Mono.defer(this::reloadAfterChange))
                .then();
    }

    /** A look that began before the change may have missed it. */
    private Mono<KeyRing> reloadAfterChange() {
        Mono<KeyRing> earlier = loading.get();
        return earlier == null ? reload() : earlier.onErrorComplete().then(Mono.defer(this::reload));
    }

    private Mono<KeyRing> ringNotOlderThan(Duration age) {
        return Mono.defer(() -> {
            KeyRing ring = known;
            Instant now = clock.instant();
            return ring.loadedWithin(now.minus(age), now) ? Mono.just(ring) : reload();
        });
    }

    /** Looks once for all who ask at the same time. */
    private Mono<KeyRing> reload() {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            Mono<KeyRing> load = repository
                    .findAll()
                    .map(keys -> new KeyRing(keys, now))
                    .doOnNext(ring -> known = ring)
                    .doFinally(signal -> loading.set(null))
                    .cache();
            Mono<KeyRing> under = loading.compareAndExchange(null, load);
            return under == null ? load : under;
        });
    }
}
