package io.revisit.testing;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** Calls that BlockHound takes for blocking though they never wait. */
public final class KnownHarmlessCalls implements BlockHoundIntegration {
    @Override
    public void applyTo(BlockHound.Builder builder) {
        // Reads /dev/urandom, which always answers at once; the driver needs it for each login at PostgreSQL.
        builder.allowBlockingCallsInside("java.security.SecureRandom", "nextBytes");
    }
}
