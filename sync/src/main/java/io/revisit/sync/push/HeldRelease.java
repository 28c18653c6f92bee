package io.revisit.sync.push;

import io.revisit.contract.ErrorCode;
import io.revisit.sync.change.Refusal;
import io.revisit.sync.collection.Operation;
import io.revisit.sync.push.Issues.Kind;
import io.revisit.sync.push.PushLedger.HeldUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Applies what waited, when what it waited for has come; gives up on what has waited too long. */
final class HeldRelease {
    private static final int MOST_PER_SWEEP = 500;
    private static final UUID NOBODY = new UUID(0, 0);
    private static final Refusal.Reason NEVER_ARRIVED =
            new Refusal.Reason(ErrorCode.NOT_FOUND, List.of("recordId"), Map.of("problem", "NEVER_ARRIVED"));

    private final PushLedger ledger;
    private final UnitRun units;
    private final PushSettings settings;

    HeldRelease(PushLedger ledger, UnitRun units, PushSettings settings) {
        this.ledger = ledger;
        this.units = units;
        this.settings = settings;
    }

    /** Applies what waited for these records, then what waited for that, and so on. */
    Mono<Void> release(Lender lender, Sender finder, List<UUID> created) {
        return created.isEmpty()
                ? Mono.empty()
                : lender.lend(finder, work -> ledger.waitingFor(work, created).collectList())
                        .flatMapMany(Flux::fromIterable)
                        .concatMap(unit -> run(lender, unit))
                        .flatMapIterable(createdNow -> createdNow)
                        .collectList()
                        .flatMap(createdNow -> release(lender, finder, createdNow));
    }

    Mono<Void> sweep(Lender lender, UUID tenantId) {
        Sender system = new Sender(tenantId, NOBODY, NOBODY);
        return lender.lend(system, work -> ledger.longestUnchecked(work, MOST_PER_SWEEP)
                        .collectList())
                .flatMapMany(Flux::fromIterable)
                .concatMap(unit -> run(lender, unit))
                .then();
    }

    /** The records that it created. A fault of ours leaves the unit held. */
    private Mono<List<UUID>> run(Lender lender, HeldUnit unit) {
        return lender.lend(unit.sender(), work -> ledger.take(work, unit)
                        .flatMap(arrivals -> arrivals.isEmpty()
                                ? Mono.just(List.<UUID>of())
                                : units.run(work, arrivals).flatMap(outcomes -> settled(work, arrivals, outcomes))))
                .onErrorResume(fault -> {
                    lender.fault(fault);
                    return Mono.just(List.of());
                });
    }

    private Mono<List<UUID>> settled(UnitOfWork work, List<Arrival> arrivals, Map<Arrival, Outcome> outcomes) {
        boolean stillHeld = outcomes.values().stream().anyMatch(outcome -> outcome.status() == Status.HELD);
        if (!stillHeld) {
            return ledger.release(work, arrivals).thenReturn(created(outcomes));
        }
        boolean tooLong =
                arrivals.get(0).delivery().receivedAt().plus(settings.heldFor()).isBefore(work.now());
        return tooLong
                ? ledger.release(work, arrivals)
                        .then(Mono.defer(() -> units.refuseAll(work, arrivals, Kind.NEVER_ARRIVED, NEVER_ARRIVED)))
                        .thenReturn(List.of())
                : Mono.just(List.of());
    }

    private static List<UUID> created(Map<Arrival, Outcome> outcomes) {
        return outcomes.entrySet().stream()
                .filter(entry -> entry.getValue().status() == Status.APPLIED
                        && entry.getKey().mutation().operation() == Operation.CREATE)
                .map(entry -> entry.getKey().mutation().recordId())
                .toList();
    }
}
