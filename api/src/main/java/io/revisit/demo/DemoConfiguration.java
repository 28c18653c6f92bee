package io.revisit.demo;

import io.revisit.platform.database.PreparedDatabase;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Wires the demo to the rest of the application. */
@Configuration(proxyBeanMethods = false)
class DemoConfiguration {

    /** Runs before the application calls itself ready, on the main thread. */
    @Bean
    ApplicationRunner demoAtStart(
            NorthwindDemo demo, @Value("${revisit.demo:auto}") String mode, PreparedDatabase database) {
        return new DemoAtStart(demo, DemoMode.of(mode), database.isEmbedded());
    }

    @Bean
    PasswordHash demoPasswordHash() {
        Argon2PasswordEncoder encoder = new Argon2PasswordEncoder(16, 32, 1, 19_456, 2);
        return password -> Mono.fromCallable(() -> encoder.encode(password)).subscribeOn(Schedulers.boundedElastic());
    }
}
