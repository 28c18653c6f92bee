package io.revisit.platform.jobs;

import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps the tables that grow with every request and every login small. */
@Configuration(proxyBeanMethods = false)
class PurgeJobs {
    /** How long a mutation may be repeated and get the same verdict; clients are promised no less. */
    private static final Duration VERDICTS_KEPT = Duration.ofDays(3);

    private static final Schedule HOURLY = Schedules.fixedDelay(Duration.ofHours(1));

    @Bean
    RecurringJob purgeMutations(PurgeRepository repository, InstantSource clock) {
        return new RecurringJob("purge-mutations", HOURLY, () -> repository
                .purgeMutations(clock.instant().minus(VERDICTS_KEPT))
                .then());
    }

    @Bean
    RecurringJob purgeSessions(PurgeRepository repository, InstantSource clock) {
        return new RecurringJob("purge-sessions", HOURLY, () -> repository
                .purgeSessions(clock.instant())
                .then());
    }
}
