package io.revisit.identity;

import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.ApiException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Hashes and checks passwords with Argon2id, on threads of its own: a burst of logins may wait or be refused as
 * UNAVAILABLE, and nothing else gets slower by it.
 */
@Component
@EnableConfigurationProperties(PasswordSettings.class)
public class Passwords implements DisposableBean {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final Argon2PasswordEncoder argon2;
    private final Scheduler scheduler;
    private final String nobodysHash;

    Passwords(PasswordSettings settings) {
        argon2 = new Argon2PasswordEncoder(
                SALT_BYTES, HASH_BYTES, settings.lanes(), settings.memoryKibibytes(), settings.passes());
        scheduler = Schedulers.newBoundedElastic(settings.threads(), settings.queue(), "passwords");
        nobodysHash = nobodysHash(settings);
    }

    /** A hash of nothing, with the cost of a real one: random bytes, since no password has to match it. */
    private static String nobodysHash(PasswordSettings settings) {
        SecureRandom random = new SecureRandom();
        byte[] salt = new byte[SALT_BYTES];
        byte[] hash = new byte[HASH_BYTES];
        random.nextBytes(salt);
        random.nextBytes(hash);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        settings.memoryKibibytes(),
                        settings.passes(),
                        settings.lanes(),
                        base64.encodeToString(salt),
                        base64.encodeToString(hash));
    }

    /** The hash to store for a password. */
    public Mono<String> hash(String password) {
        return onOwnThreads(() -> argon2.encode(password));
    }

    /** Whether the password has this hash; where there is no hash it takes the same time to say no. */
    public Mono<Boolean> matches(String password, @Nullable String hash) {
        return onOwnThreads(() -> {
            boolean matches = argon2.matches(password, hash == null ? nobodysHash : hash);
            return matches && hash != null;
        });
    }

    private <T> Mono<T> onOwnThreads(Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(scheduler)
                .onErrorMap(RejectedExecutionException.class, full -> new ApiException(ErrorCode.UNAVAILABLE));
    }

    @Override
    public void destroy() {
        scheduler.dispose();
    }
}
