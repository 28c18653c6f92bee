package io.revisit.identity.throttle;

import io.revisit.contract.ErrorCode;
import io.revisit.identity.throttle.Attempt.Charge;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.security.ClientAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Charges attempts to log in or to refresh before they are looked at. The limit per account and address comes first, so
 * that one place runs dry long before it could use up what an account's owner may try from elsewhere.
 */
@Component
@EnableConfigurationProperties(ThrottleSettings.class)
public class AttemptLimits implements DisposableBean {
    private final AttemptBuckets buckets;
    private final ThrottleSettings settings;
    private final Scheduler scheduler;

    AttemptLimits(AttemptBuckets buckets, ThrottleSettings settings) {
        this.buckets = buckets;
        this.settings = settings;
        this.scheduler = Schedulers.newBoundedElastic(settings.threads(), settings.queue(), "attempt-limits");
    }

    /** Lets an attempt to log in through, or refuses it as TOO_MANY_ATTEMPTS. */
    public Mono<Attempt> login(String email, ClientAddress address) {
        return charge(() -> new Attempt(List.of(
                new Charge(
                        "login/account+address/" + hash(email + "\n" + address.value()),
                        settings.loginPerAccountAndAddress(),
                        true),
                new Charge("login/address/" + hash(address.value()), settings.loginPerAddress(), false),
                new Charge("login/account/" + hash(email), settings.loginPerAccount(), false))));
    }

    /** Lets an attempt to refresh through, or refuses it as TOO_MANY_ATTEMPTS. */
    public Mono<Attempt> refresh(ClientAddress address) {
        return charge(() -> new Attempt(
                List.of(new Charge("refresh/address/" + hash(address.value()), settings.refreshPerAddress(), false))));
    }

    /** The attempt succeeded: it costs nothing, and its sender's earlier mistakes on the account are forgotten. */
    public Mono<Void> succeeded(Attempt attempt) {
        return blocking(() -> {
                    buckets.refund(attempt.charges());
                    buckets.clear(attempt.charges());
                    return true;
                })
                .then();
    }

    /** The attempt was never examined: it costs nothing. */
    public Mono<Void> withdrawn(Attempt attempt) {
        return blocking(() -> {
                    buckets.refund(attempt.charges());
                    return true;
                })
                .then();
    }

    /** Deletes buckets that are full again anyway; a job calls it. Answers how many there were. */
    public Mono<Integer> purgeExpired() {
        return blocking(buckets::purgeExpired);
    }

    private Mono<Attempt> charge(Callable<Attempt> attempt) {
        return blocking(() -> {
            Attempt charged = attempt.call();
            long waitSeconds = buckets.charge(charged.charges());
            if (waitSeconds > 0) {
                throw new ApiException(ErrorCode.TOO_MANY_ATTEMPTS, Map.of("retryAfterSeconds", waitSeconds));
            }
            return charged;
        });
    }

    private <T> Mono<T> blocking(Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(scheduler)
                .onErrorMap(RejectedExecutionException.class, full -> new ApiException(ErrorCode.UNAVAILABLE));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public void destroy() {
        scheduler.dispose();
    }
}
