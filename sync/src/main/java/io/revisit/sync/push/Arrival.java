package io.revisit.sync.push;

import io.revisit.sync.change.Delivery;
import io.revisit.sync.change.Mutation;
import io.revisit.sync.change.MutationReader.Sent;
import org.jspecify.annotations.Nullable;

/**
 * A mutation that came in.
 *
 * @param sent the mutation with its text
 * @param delivery when it was sent and received
 * @param seen the snapshot that its author's phone had seen when he made it, null when nobody can tell
 */
public record Arrival(Sent sent, Delivery delivery, @Nullable String seen) {

    public Mutation mutation() {
        return sent.mutation();
    }
}
