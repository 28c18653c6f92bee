package io.revisit.platform.sync;

import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import io.revisit.platform.jobs.RecurringJob;
import io.revisit.sync.collection.Collections;
import io.revisit.sync.push.PushEngine;
import io.revisit.sync.push.PushSettings;
import io.revisit.sync.push.Sender;
import java.time.Duration;
import java.time.Period;
import java.util.UUID;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;

/** Builds the push engine, and what comes round for it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PushLimits.class)
class PushConfiguration {
    /** Nobody keeps unsent work, or asks for an old verdict, for longer. */
    private static final Period VERDICTS_KEPT = Period.ofDays(400);

    private static final UUID NOBODY = new UUID(0, 0);

    @Bean
    PushEngine pushEngine(Collections collections, PushLimits limits) {
        return new PushEngine(
                collections, new PushSettings(limits.heldFor(), limits.changesKept(), limits.toleratedSkew()));
    }

    /** Finds what was held for a record that came through another door. */
    @Bean
    RecurringJob releaseHeldMutations(PushEngine engine, PushRepository repository) {
        return new RecurringJob("release-held-mutations", Schedules.fixedDelay(Duration.ofMinutes(1)), () -> repository
                .tenantsThatWait()
                .flatMapMany(Flux::fromIterable)
                .concatMap(tenantId -> engine.sweep(
                        ViewerLender.ofSystem(
                                repository, new Sender(tenantId, NOBODY, NOBODY), "release-held-mutations"),
                        tenantId))
                .then());
    }

    @Bean
    RecurringJob purgeSyncMutations(PushRepository repository) {
        return new RecurringJob(
                "purge-sync-mutations",
                Schedules.fixedDelay(Duration.ofHours(1)),
                () -> repository.purgeMutations(VERDICTS_KEPT));
    }

    @Bean
    RecurringJob purgeSyncChanges(PushRepository repository, PushLimits limits) {
        return new RecurringJob(
                "purge-sync-changes",
                Schedules.fixedDelay(Duration.ofHours(1)),
                () -> repository.purgeChanges(
                        Period.ofDays((int) limits.changesKept().toDays() + 1)));
    }
}
