package io.revisit.sync.push;

import io.revisit.sync.change.Refusal;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a mutation, as it is stored and repeated.
 *
 * @param status null when nothing did: the sender is to keep the mutation and send it again
 * @param issueId the issue in which it is kept whole
 * @param late whether it was admitted because its author could see the record when he made it
 * @param clockSkewSeconds by how much the times of the device were moved
 * @param error why it was refused, or why nothing could be done
 */
public record Outcome(
        @Nullable Status status,
        @Nullable UUID issueId,
        boolean late,
        @Nullable Long clockSkewSeconds,
        Refusal.@Nullable Reason error) {

    Outcome withClockSkew(Duration skew) {
        return new Outcome(status, issueId, late, skew.toSeconds(), error);
    }

    static Outcome held() {
        return new Outcome(Status.HELD, null, false, null, null);
    }

    static Outcome rejected(@Nullable UUID issueId, Refusal.Reason reason) {
        return new Outcome(Status.REJECTED, issueId, false, null, reason);
    }

    /** Nothing was done and nothing is remembered. */
    static Outcome undone(Refusal.Reason reason) {
        return new Outcome(null, null, false, null, reason);
    }
}
