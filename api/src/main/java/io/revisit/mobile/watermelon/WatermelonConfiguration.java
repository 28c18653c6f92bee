package io.revisit.mobile.watermelon;

import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import io.revisit.mobile.MobileSettings;
import io.revisit.platform.jobs.RecurringJob;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads the settings of this door, and forgets what no phone may name any more. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WatermelonSettings.class)
class WatermelonConfiguration {

    @Bean
    RecurringJob purgeSyncOrdinals(OrdinalRepository repository, MobileSettings settings, InstantSource clock) {
        return new RecurringJob(
                "purge-sync-ordinals",
                Schedules.fixedDelay(Duration.ofHours(1)),
                () -> repository.purge(clock.instant().minus(settings.cursorAge())));
    }
}
