package io.revisit.mobile;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Measures pulls and pushes. Nothing of a tenant, a user or a device becomes a tag: there are too many of them. */
@Component
public class SyncMeters {
    private static final String PULL = "revisit.sync.pull";
    private static final String PUSH = "revisit.sync.push";

    private final MeterRegistry meters;

    SyncMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Times a pull; its outcome is {@code ok} or {@code failed}. */
    public <T> Mono<T> pull(Mono<T> pull) {
        return timed(PULL, pull);
    }

    /** Times a push. */
    public <T> Mono<T> push(Mono<T> push) {
        return timed(PUSH, push);
    }

    /** How much a page carried. */
    public void page(int records, int bytes) {
        summary(PULL + ".records", "Records on a page", null).record(records);
        summary(PULL + ".bytes", "Characters of a page before compression", "bytes")
                .record(bytes);
    }

    /** What became of the mutations of a push. */
    public <V> void verdicts(List<V> verdicts, Function<V, String> status) {
        summary(PUSH + ".mutations", "Mutations of a push", null).record(verdicts.size());
        verdicts.forEach(verdict -> meters.counter("revisit.sync.verdicts", "status", status.apply(verdict))
                .increment());
    }

    private <T> Mono<T> timed(String name, Mono<T> work) {
        return Mono.defer(() -> {
            Timer.Sample sample = Timer.start(meters);
            return work.doOnSuccess(done -> sample.stop(timer(name, "ok")))
                    .doOnError(failure -> sample.stop(timer(name, "failed")));
        });
    }

    private Timer timer(String name, String outcome) {
        return Timer.builder(name)
                .description("Requests of phones")
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .register(meters);
    }

    private DistributionSummary summary(String name, String description, @Nullable String unit) {
        return DistributionSummary.builder(name)
                .description(description)
                .baseUnit(unit)
                .register(meters);
    }
}
