package io.revisit.sync.push;

import io.revisit.contract.ErrorCode;
import io.revisit.sync.Claim;
import io.revisit.sync.change.Mutation;
import io.revisit.sync.change.Refusal;
import io.revisit.sync.collection.Collection;
import io.revisit.sync.collection.Collections;
import io.revisit.sync.collection.Operation;
import io.revisit.sync.push.Verdict.Current;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Carries out what phones push: every mutation, or group of them, once and in a transaction of its own, so that one which is
 * refused or fails stops no other. Each gets a verdict.
 */
public final class PushEngine {
    private static final Outcome REUSED =
            Outcome.rejected(null, new Refusal.Reason(ErrorCode.IDEMPOTENCY_KEY_REUSED, List.of("id"), Map.of()));

    private final Collections collections;
    private final PushLedger ledger = new PushLedger();
    private final Records records;
    private final UnitRun units;
    private final HeldRelease held;

    public PushEngine(Collections collections, PushSettings settings) {
        this.collections = collections;
        this.records = new Records(collections.schemaVersion());
        Issues issues = new Issues();
        this.units = new UnitRun(ledger, records, issues, new Applier(collections, settings, records, issues));
        this.held = new HeldRelease(ledger, units, settings);
    }

    /** The verdicts, in the order of the mutations. */
    public Mono<List<Verdict>> push(Lender lender, Sender sender, List<Arrival> arrivals) {
        Map<Arrival, Decision> decisions = new LinkedHashMap<>();
        return Flux.fromIterable(units(arrivals))
                .concatMap(unit -> carryOut(lender, sender, unit))
                .doOnNext(decided -> decisions.putAll(decided))
                .then(Mono.defer(() -> held.release(lender, sender, created(decisions))))
                .then(Mono.defer(() -> lender.lend(sender, work -> verdicts(work, arrivals, decisions))));
    }

    /** Applies what has waited long enough for nothing, and what nobody released; for one tenant. */
    public Mono<Void> sweep(Lender lender, UUID tenantId) {
        return held.sweep(lender, tenantId);
    }

    /**
     * Applies one mutation within a transaction of the caller's, past ledger and merge with an unknown base: what a person
     * decided about an issue.
     */
    public Mono<Void> applyNow(UnitOfWork work, Arrival arrival) {
        return units.applyNow(work, arrival);
    }

    /** Single mutations, and groups as a whole, in the order in which they came. */
    private static List<List<Arrival>> units(List<Arrival> arrivals) {
        Map<Object, List<Arrival>> units = new LinkedHashMap<>();
        for (Arrival arrival : arrivals) {
            String group = arrival.mutation().group();
            units.computeIfAbsent(group == null ? new Object() : group, added -> new ArrayList<>())
                    .add(arrival);
        }
        return List.copyOf(units.values());
    }

    private Mono<Map<Arrival, Decision>> carryOut(Lender lender, Sender sender, List<Arrival> unit) {
        return lender.lend(sender, work -> Flux.fromIterable(unit)
                        .concatMap(arrival -> ledger.claim(work, arrival).map(claim -> new Claimed(arrival, claim)))
                        .collectList()
                        .flatMap(claimed -> decide(work, claimed)))
                .onErrorResume(fault -> {
                    Outcome undone = Outcome.undone(lender.fault(fault));
                    Map<Arrival, Decision> decisions = new LinkedHashMap<>();
                    unit.forEach(arrival -> decisions.put(arrival, new Decision(undone, false)));
                    return Mono.just(decisions);
                });
    }

    private Mono<Map<Arrival, Decision>> decide(UnitOfWork work, List<Claimed> claimed) {
        Map<Arrival, Decision> decisions = new LinkedHashMap<>();
        List<Arrival> first = new ArrayList<>();
        for (Claimed each : claimed) {
            if (each.claim() instanceof Claim.Replay replay) {
                decisions.put(each.arrival(), new Decision(PushLedger.outcome(replay.verdict()), true));
            } else if (each.claim() instanceof Claim.KeyReused) {
                decisions.put(each.arrival(), new Decision(REUSED, false));
            } else {
                first.add(each.arrival());
            }
        }
        return first.isEmpty()
                ? Mono.just(decisions)
                : units.run(work, first).map(outcomes -> {
                    outcomes.forEach((arrival, outcome) -> decisions.put(arrival, new Decision(outcome, false)));
                    return decisions;
                });
    }

    private static List<UUID> created(Map<Arrival, Decision> decisions) {
        return decisions.entrySet().stream()
                .filter(entry -> entry.getValue().outcome().status() == Status.APPLIED
                        && entry.getKey().mutation().operation() == Operation.CREATE
                        && !entry.getValue().replayed())
                .map(entry -> entry.getKey().mutation().recordId())
                .toList();
    }

    private Mono<List<Verdict>> verdicts(UnitOfWork work, List<Arrival> arrivals, Map<Arrival, Decision> decisions) {
        return latest(work, decisions)
                .then(Mono.defer(() -> current(work, arrivals)))
                .map(current -> arrivals.stream()
                        .map(arrival -> verdict(arrival, decisions, current))
                        .toList());
    }

    /** What was held at first may have been released by what came after it. */
    private Mono<Void> latest(UnitOfWork work, Map<Arrival, Decision> decisions) {
        return Flux.fromIterable(List.copyOf(decisions.entrySet()))
                .filter(entry -> entry.getValue().outcome().status() == Status.HELD)
                .concatMap(
                        entry -> ledger.outcome(work, entry.getKey().mutation().id())
                                .doOnNext(outcome -> decisions.put(
                                        entry.getKey(),
                                        new Decision(outcome, entry.getValue().replayed()))))
                .then();
    }

    private Mono<Map<UUID, Current>> current(UnitOfWork work, List<Arrival> arrivals) {
        Map<Collection, Set<UUID>> wanted = new LinkedHashMap<>();
        for (Arrival arrival : arrivals) {
            Mutation mutation = arrival.mutation();
            collections.named(mutation.collection()).ifPresent(collection -> wanted.computeIfAbsent(
                            collection, added -> new LinkedHashSet<>())
                    .add(mutation.recordId()));
        }
        Map<UUID, Current> current = new HashMap<>();
        return Flux.fromIterable(wanted.entrySet())
                .concatMap(entry -> records.current(work, entry.getKey(), entry.getValue()))
                .doOnNext(current::putAll)
                .then(Mono.just(current));
    }

    private static Verdict verdict(Arrival arrival, Map<Arrival, Decision> decisions, Map<UUID, Current> current) {
        Decision decision = decisions.get(arrival);
        if (decision == null) {
            throw new IllegalStateException(
                    "no decision about " + arrival.mutation().id());
        }
        return new Verdict(
                decision.outcome(),
                decision.replayed(),
                current.get(arrival.mutation().recordId()));
    }

    private record Claimed(Arrival arrival, Claim claim) {}

    private record Decision(Outcome outcome, boolean replayed) {}
}
