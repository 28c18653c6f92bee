package io.revisit.sync.push;

import io.r2dbc.spi.Connection;
import io.revisit.contract.ErrorCode;
import io.revisit.sync.change.Refusal;
import io.revisit.sync.push.Issues.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Runs mutations that belong together: all are applied, or all are held, or all are refused. */
final class UnitRun {
    private static final String BEFORE = "before_unit";

    private final PushLedger ledger;
    private final Records records;
    private final Issues issues;
    private final Applier applier;

    UnitRun(PushLedger ledger, Records records, Issues issues, Applier applier) {
        this.ledger = ledger;
        this.records = records;
        this.issues = issues;
        this.applier = applier;
    }

    /** What became of each, settled in the ledger. */
    Mono<Map<Arrival, Outcome>> run(UnitOfWork work, List<Arrival> unit) {
        return attempt(work, unit)
                .onErrorResume(MissingException.class, missing -> retryOrHold(work, unit, missing))
                .onErrorResume(Refused.class, refused -> refuse(work, unit, refused))
                .flatMap(outcomes -> Flux.fromIterable(outcomes.entrySet())
                        .concatMap(entry -> ledger.settle(work, entry.getKey().mutation(), entry.getValue()))
                        .then(Mono.just(outcomes)));
    }

    /** Refuses all of them for a reason that lies outside. */
    Mono<Void> refuseAll(UnitOfWork work, List<Arrival> unit, Kind kind, Refusal.Reason reason) {
        return Flux.fromIterable(unit)
                .concatMap(arrival -> issues.refused(work, arrival, kind, reason)
                        .flatMap(issue -> ledger.settle(work, arrival.mutation(), Outcome.rejected(issue, reason))))
                .then();
    }

    /** Applies one to the record as it is now, where nothing can be in its way but that there is no record any more. */
    Mono<Void> applyNow(UnitOfWork work, Arrival arrival) {
        return applier.applyNow(work, arrival)
                .flatMap(outcome -> outcome.status() == Status.CONFLICT
                        ? Mono.error(
                                new Refusal(ErrorCode.INVALID_STATE, List.of("recordId"), Map.of("state", "DELETED")))
                        : Mono.empty())
                .onErrorMap(
                        MissingException.class,
                        missing -> new Refusal(ErrorCode.NOT_FOUND, List.of("recordId"), Map.of()))
                .then();
    }

    /** A refusal undoes all of them, and only them: the transaction goes on. */
    private Mono<Map<Arrival, Outcome>> attempt(UnitOfWork work, List<Arrival> unit) {
        Connection connection = work.connection();
        Map<Arrival, Outcome> outcomes = new LinkedHashMap<>();
        return Mono.from(connection.createSavepoint(BEFORE))
                .thenMany(Flux.fromIterable(unit))
                .concatMap(arrival -> applier.apply(work, arrival)
                        .onErrorMap(Refusal.class, refusal -> new Refused(arrival, refusal.reason()))
                        .doOnNext(outcome -> outcomes.put(arrival, outcome)))
                .then(Mono.just(outcomes))
                .onErrorResume(
                        failure -> failure instanceof Refused || failure instanceof MissingException,
                        failure -> Mono.from(connection.rollbackTransactionToSavepoint(BEFORE))
                                .then(Mono.error(failure)));
    }

    /**
     * Whoever creates the missing record holds its lock until he has committed: afterwards it is there, or he will find
     * what is held.
     */
    private Mono<Map<Arrival, Outcome>> retryOrHold(UnitOfWork work, List<Arrival> unit, MissingException missing) {
        UUID id = missing.recordId();
        return records.lockId(work, id)
                .then(Mono.defer(
                        () -> records.scopes(work, missing.collection(), id).hasElement()))
                .flatMap(arrived -> arrived
                        ? attempt(work, unit)
                                .onErrorResume(MissingException.class, another -> retryOrHold(work, unit, another))
                        : ledger.hold(work, unit, id).then(Mono.fromSupplier(() -> all(unit, Outcome.held()))));
    }

    private Mono<Map<Arrival, Outcome>> refuse(UnitOfWork work, List<Arrival> unit, Refused refused) {
        Map<Arrival, Outcome> outcomes = new LinkedHashMap<>();
        return Flux.fromIterable(unit)
                .concatMap(arrival -> {
                    Refusal.Reason reason = arrival.equals(refused.arrival()) ? refused.reason() : refused.forOthers();
                    return issues.refused(work, arrival, Kind.REJECTED, reason)
                            .doOnNext(issue -> outcomes.put(arrival, Outcome.rejected(issue, reason)));
                })
                .then(Mono.just(outcomes));
    }

    private static Map<Arrival, Outcome> all(List<Arrival> unit, Outcome outcome) {
        Map<Arrival, Outcome> outcomes = new LinkedHashMap<>();
        unit.forEach(arrival -> outcomes.put(arrival, outcome));
        return outcomes;
    }

    /** One mutation of a unit was refused. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Arrival arrival;
        private final transient Refusal.Reason reason;

        Refused(Arrival arrival, Refusal.Reason reason) {
            super(reason.toString(), null, false, false);
            this.arrival = arrival;
            this.reason = reason;
        }

        Arrival arrival() {
            return arrival;
        }

        Refusal.Reason reason() {
            return reason;
        }

        Refusal.Reason forOthers() {
            return new Refusal.Reason(
                    ErrorCode.GROUP_REFUSED,
                    List.of("group"),
                    Map.of("mutation", arrival.mutation().id().toString()));
        }
    }
}
