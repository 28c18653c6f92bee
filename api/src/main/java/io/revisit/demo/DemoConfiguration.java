package io.revisit.demo;

import io.revisit.platform.database.PreparedDatabase;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the demo to the rest of the application. */
@Configuration(proxyBeanMethods = false)
class DemoConfiguration {

    /** Runs before the application calls itself ready, on the main thread. */
    @Bean
    ApplicationRunner demoAtStart(
            NorthwindDemo demo, @Value("${revisit.demo:auto}") String mode, PreparedDatabase database) {
        return new DemoAtStart(demo, DemoMode.of(mode), database.isEmbedded());
    }
}
