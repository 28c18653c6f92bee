package io.revisit.identity.session;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long sessions last.
 *
 * @param idleLifetime how long a session survives without being refreshed
 * @param devicesPerUser on how many devices a user is logged in; one more ends the session of the one unseen for longest
 * @param lostAnswerGrace how long a spent refresh token may be shown again by somebody who missed the answer
 */
@ConfigurationProperties("revisit.identity.session")
record SessionSettings(
        @DefaultValue("60d") Duration idleLifetime,
        @DefaultValue("10") int devicesPerUser,
        @DefaultValue("10s") Duration lostAnswerGrace) {}
