package io.revisit.platform.jobs;

import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Work that comes round; declare one as a bean and it runs, on one node at a time. It has a thread of its own, so it
 * may also block. After a failure it runs again when its time has come again, so it must be safe to repeat.
 *
 * @param name never changes: the schedule is kept under it
 * @param schedule when, for example {@code Schedules.fixedDelay(Duration.ofHours(1))}
 * @param work is asked for anew each time
 */
public record RecurringJob(String name, Schedule schedule, Supplier<Mono<Void>> work) {}
