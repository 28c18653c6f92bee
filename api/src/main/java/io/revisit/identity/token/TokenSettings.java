package io.revisit.identity.token;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How access tokens are made and checked.
 *
 * @param lifetime how long an access token is good for
 * @param clockSkew how far the clocks of two nodes may be apart
 * @param rotateAfter the age at which the newest key gets a successor
 * @param signsAfter how long a new key is only known before it signs; longer than {@code reloadEvery}
 * @param deleteAfter the age at which a key that no longer signs is deleted
 * @param reloadEvery how often a node looks for new keys
 * @param unknownKeyPause how long after a look a token with an unknown key id cannot cause another
 */
@ConfigurationProperties("revisit.identity.token")
record TokenSettings(
        @DefaultValue("revisit") String issuer,
        @DefaultValue("revisit-api") String audience,
        @DefaultValue("15m") Duration lifetime,
        @DefaultValue("30s") Duration clockSkew,
        @DefaultValue("30d") Duration rotateAfter,
        @DefaultValue("10m") Duration signsAfter,
        @DefaultValue("60d") Duration deleteAfter,
        @DefaultValue("5m") Duration reloadEvery,
        @DefaultValue("3s") Duration unknownKeyPause) {}
