package io.revisit.identity;

import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import io.revisit.identity.throttle.AttemptLimits;
import io.revisit.identity.token.SigningKeys;
import io.revisit.platform.jobs.RecurringJob;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Rotates the keys that sign access tokens, and forgets attempts that slow nobody down any more. */
@Configuration(proxyBeanMethods = false)
class IdentityJobs {
    private static final Schedule HOURLY = Schedules.fixedDelay(Duration.ofHours(1));

    @Bean
    RecurringJob rotateSigningKeys(SigningKeys keys) {
        return new RecurringJob("rotate-signing-keys", HOURLY, keys::rotateIfDue);
    }

    @Bean
    RecurringJob purgeAttempts(AttemptLimits limits) {
        return new RecurringJob(
                "purge-attempts", HOURLY, () -> limits.purgeExpired().then());
    }
}
