package io.revisit.identity.throttle;

import java.util.List;

/** An attempt that was let through, and what it was charged to. */
public final class Attempt {
    private final List<Charge> charges;

    Attempt(List<Charge> charges) {
        this.charges = List.copyOf(charges);
    }

    List<Charge> charges() {
        return charges;
    }

    /** One token of the bucket {@code key}; a success empties the slate when it vouches for all earlier attempts. */
    record Charge(String key, Limit limit, boolean clearedBySuccess) {}
}
