package io.revisit.identity;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How passwords are hashed. The memory, passes and lanes are what OWASP's password storage cheat sheet gives for
 * Argon2id; a hash carries its own, so changing them affects new passwords only.
 *
 * @param threads how many passwords are hashed at the same time, each with {@code memoryKibibytes}
 * @param queue how many may wait; the next one is refused as UNAVAILABLE, for each thread
 */
@ConfigurationProperties("revisit.identity.password")
record PasswordSettings(
        @DefaultValue("19456") int memoryKibibytes,
        @DefaultValue("2") int passes,
        @DefaultValue("1") int lanes,
        @DefaultValue("2") int threads,
        @DefaultValue("32") int queue) {}
