package io.revisit.sync.push;

import io.revisit.sync.change.Refusal;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** The application, which lends transactions and knows what its faults mean. */
public interface Lender {

    /** One transaction on behalf of the sender; fails with a {@link Refusal} when he may not work here any more. */
    <T> Mono<T> lend(Sender sender, Function<UnitOfWork, Mono<T>> work);

    /** Reports a fault of ours, and words it for the sender. */
    Refusal.Reason fault(Throwable fault);
}
