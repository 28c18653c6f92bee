package io.revisit.identity.authentication;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How requests are authenticated.
 *
 * @param viewerCacheTime how long a node may go without asking whether a session still lives and what its user may do
 */
@ConfigurationProperties("revisit.identity.authentication")
record AuthenticationSettings(@DefaultValue("30s") Duration viewerCacheTime) {}
