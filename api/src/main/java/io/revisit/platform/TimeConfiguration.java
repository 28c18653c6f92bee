package io.revisit.platform;

import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one place that asks the machine for the time; everything else is handed an {@link InstantSource}. */
@Configuration(proxyBeanMethods = false)
class TimeConfiguration {
    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }
}
