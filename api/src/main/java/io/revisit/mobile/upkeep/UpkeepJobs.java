package io.revisit.mobile.upkeep;

import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import io.revisit.mobile.upkeep.UpkeepRepository.Place;
import io.revisit.platform.jobs.RecurringJob;
import io.revisit.sync.collection.Collection;
import io.revisit.sync.collection.Collections;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps what sync remembers as small as the slowest living phone allows. */
@Configuration(proxyBeanMethods = false)
class UpkeepJobs {
    private static final Schedule HOURLY = Schedules.fixedDelay(Duration.ofHours(1));
    private static final Schedule OFTEN = Schedules.fixedDelay(Duration.ofMinutes(5));

    @Bean
    RecurringJob purgeTombstones(UpkeepRepository repository, UpkeepSettings settings, InstantSource clock) {
        return new RecurringJob("purge-tombstones", HOURLY, () -> {
            Instant now = clock.instant();
            return repository
                    .purgeTombstones(now.minus(settings.silence()), now.minus(settings.leastKept()))
                    .then();
        });
    }

    /** Each run looks at some scopes more; where a run ended is known to its node only, and does not matter much. */
    @Bean
    RecurringJob trimLatest(UpkeepRepository repository, Collections collections, UpkeepSettings settings) {
        AtomicReference<Place> reached = new AtomicReference<>(Place.BEGINNING);
        List<Collection> latest = collections.all().stream()
                .filter(collection -> collection.type().last() != null)
                .toList();
        return new RecurringJob("trim-latest", OFTEN, () -> repository
                .trim(latest, settings.trimSlack(), Objects.requireNonNull(reached.get()))
                .defaultIfEmpty(Place.BEGINNING)
                .doOnNext(reached::set)
                .then());
    }
}
