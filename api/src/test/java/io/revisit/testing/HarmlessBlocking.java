package io.revisit.testing;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** The calls that BlockHound takes for blocking and that are not; each with its reason. */
public final class HarmlessBlocking implements BlockHoundIntegration {
    @Override
    public void applyTo(BlockHound.Builder blockHound) {
        // /dev/urandom always answers at once; every SCRAM login of a connection draws a nonce from it.
        blockHound.allowBlockingCallsInside("sun.security.provider.NativePRNG$RandomIO", "readFully");
    }
}
