package io.revisit.identity;

import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.ApiException;
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
    private final Mono<String> nobodysHash;

    Passwords(PasswordSettings settings) {
        argon2 = new Argon2PasswordEncoder(
                SALT_BYTES, HASH_BYTES, settings.lanes(), settings.memoryKibibytes(), settings.passes());
        scheduler = Schedulers.newBoundedElastic(settings.threads(), settings.queue(), "passwords");
        nobodysHash = hash("nobody").cache();
        // Made before the first stranger comes, who would otherwise wait twice as long as a user does.
        nobodysHash.subscribe();
    }

    /** The hash to store for a password. */
    public Mono<String> hash(String password) {
        return onOwnThreads(() -> argon2.encode(password));
    }

    /** Whether the password has this hash; where there is no hash it takes the same time to say no. */
    public Mono<Boolean> matches(String password, @Nullable String hash) {
        return nobodysHash.flatMap(nobodys -> onOwnThreads(() -> {
            boolean matches = argon2.matches(password, hash == null ? nobodys : hash);
            return matches && hash != null;
        }));
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
