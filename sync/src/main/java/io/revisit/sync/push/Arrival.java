package io.revisit.sync.push;

import io.revisit.sync.change.Delivery;
import io.revisit.sync.change.Mutation;
import io.revisit.sync.change.MutationReader.Sent;
import org.jspecify.annotations.Nullable;

/** A mutation that came in. The same one may come twice, even in one request, and then it is two arrivals. */
public final class Arrival {
    private final Sent sent;
    private final Delivery delivery;
    private final @Nullable String seen;

    /**
     * An arrival.
     *
     * @param sent the mutation with its text
     * @param delivery when it was sent and received
     * @param seen the snapshot that its author's phone had seen when he made it, null when nobody can tell
     */
    public Arrival(Sent sent, Delivery delivery, @Nullable String seen) {
        this.sent = sent;
        this.delivery = delivery;
        this.seen = seen;
    }

    /** The same edit, made on another version of the record. */
    Arrival onBase(long version) {
        return new Arrival(new Sent(mutation().onBase(version), sent.payload(), sent.hash()), delivery, seen);
    }

    public Mutation mutation() {
        return sent.mutation();
    }

    Sent sent() {
        return sent;
    }

    Delivery delivery() {
        return delivery;
    }

    @Nullable
    String seen() {
        return seen;
    }
}
