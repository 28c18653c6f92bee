package io.revisit.platform.sync;

import io.revisit.platform.database.Transaction;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.security.Viewer;
import io.revisit.sync.change.Delivery;
import io.revisit.sync.change.MutationReader;
import io.revisit.sync.change.Refusal;
import io.revisit.sync.push.Arrival;
import io.revisit.sync.push.PushEngine;
import io.revisit.sync.push.Sender;
import io.revisit.sync.push.Verdict;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Has the sync engine carry out what a viewer's device sent. */
@Component
public class Pushing {
    private final PushEngine engine;
    private final PushRepository repository;

    Pushing(PushEngine engine, PushRepository repository) {
        this.engine = engine;
        this.repository = repository;
    }

    /** One verdict for each, in their order. */
    public Mono<List<Verdict>> push(Viewer viewer, List<Arrival> arrivals, String requestId) {
        return engine.push(
                new ViewerLender(repository, viewer, requestId),
                new Sender(viewer.tenantId(), viewer.userId(), viewer.deviceId()),
                arrivals);
    }

    /** Applies one mutation to the record as it is now, within a transaction of the viewer's and by his rights, past the ledger. */
    public Mono<Void> applyNow(Transaction transaction, Viewer viewer, JsonNode mutation) {
        return Mono.defer(() -> {
                    Delivery now = new Delivery(transaction.now(), transaction.now());
                    Arrival arrival = new Arrival(MutationReader.read(mutation, Integer.MAX_VALUE), now, null);
                    return engine.applyNow(repository.lent(transaction, viewer), arrival);
                })
                .onErrorMap(Refusal.class, refusal -> exception(refusal.reason()));
    }

    /** A refusal of the engine as one of the application. */
    public static ApiException exception(Refusal.Reason reason) {
        return new ApiException(reason.code(), reason.field(), reason.details());
    }
}
