package io.revisit.platform.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Runs every {@link RecurringJob} from the moment the application is ready; lets a running one finish at the end. */
@Component
class Jobs implements DisposableBean {
    private static final int THREADS = 2;
    private static final Duration POLLING_INTERVAL = Duration.ofSeconds(10);
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(20);

    private final Scheduler scheduler;

    Jobs(DataSource dataSource, InstantSource clock, List<RecurringJob> jobs) {
        scheduler = Scheduler.create(dataSource)
                .startTasks(jobs.stream().map(Jobs::task).toList())
                .clock(clock::instant)
                .threads(THREADS)
                .pollingInterval(POLLING_INTERVAL)
                .shutdownMaxWait(LONGEST_FAREWELL)
                .build();
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        scheduler.start();
    }

    @Override
    public void destroy() {
        scheduler.stop();
    }

    private static RecurringTask<Void> task(RecurringJob job) {
        // The scheduler's own threads wait here, and a job that is still running is known as such.
        return Tasks.recurring(job.name(), job.schedule())
                .execute((instance, context) -> job.work().get().block());
    }
}
