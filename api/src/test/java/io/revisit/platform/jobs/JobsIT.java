package io.revisit.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import io.revisit.testing.RevisitTest;
import io.revisit.testing.SampleRows;
import io.revisit.testing.TestClock;
import io.revisit.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Mono;

@RevisitTest
@Import(JobsIT.CountingJob.class)
class JobsIT {
    @Autowired
    CountDownLatch ran;

    @Autowired
    PurgeRepository purge;

    @Autowired
    TestDatabase database;

    @Test
    void runsAJobThatAFeatureDeclares() throws InterruptedException {
        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void purgesOfAllTenantsOnlyWhatIsOldEnough() throws Exception {
        SampleRows.fill(database, UUID.randomUUID(), UUID.randomUUID());
        Instant now = TestClock.START;
        database.execute("update mutation set claimed_at = '%s'".formatted(now.minus(Duration.ofDays(3))));
        database.execute("update session set expires_at = '%s'".formatted(now));

        assertThat(purge.purgeMutations(now.minus(Duration.ofDays(3))).block()).isZero();
        assertThat(purge.purgeSessions(now).block()).isZero();
        assertThat(purge.purgeMutations(now.minus(Duration.ofDays(3)).plusMillis(1))
                        .block())
                .isEqualTo(2);
        assertThat(purge.purgeSessions(now.plusMillis(1)).block()).isEqualTo(2);
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class CountingJob {
        @Bean
        CountDownLatch ran() {
            return new CountDownLatch(1);
        }

        @Bean
        RecurringJob counting(CountDownLatch ran) {
            return new RecurringJob(
                    "counting", Schedules.fixedDelay(Duration.ofHours(1)), () -> Mono.fromRunnable(ran::countDown));
        }
    }
}
