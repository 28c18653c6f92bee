package io.revisit.platform.mutation;

import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.ApiException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Ids of new objects: what the client chose, else a UUID of version 7, which keeps indexes in the order of time. */
public final class NewIds {
    private NewIds() {}

    public static UUID chosenOrNew(Input input, Instant now) {
        UUID chosen = input.optionalId("id");
        return chosen == null ? at(now) : chosen;
    }

    public static UUID at(Instant now) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (now.toEpochMilli() << 16) | 0x7000 | random.nextLong(0x1000);
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** The refusal of an id that something else already has. */
    public static ApiException taken() {
        return ApiException.of(ErrorCode.ID_ALREADY_USED, "id");
    }
}
