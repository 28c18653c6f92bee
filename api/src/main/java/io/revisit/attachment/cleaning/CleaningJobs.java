package io.revisit.attachment.cleaning;

import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import io.revisit.platform.jobs.RecurringJob;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets the clean-up come round. */
@Configuration(proxyBeanMethods = false)
class CleaningJobs {
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    @Bean
    RecurringJob cleanAttachments(Cleaning cleaning) {
        return new RecurringJob("clean-attachments", Schedules.fixedDelay(INTERVAL), cleaning::run);
    }
}
