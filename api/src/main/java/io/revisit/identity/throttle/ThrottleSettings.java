package io.revisit.identity.throttle;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many attempts are allowed, each limit as {@code burst/period} (see {@link Limit}).
 *
 * @param loginPerAccountAndAddress what one place may try on one account: a person who mistypes
 * @param loginPerAccount what all places together may try on one account: a botnet
 * @param loginPerAddress what one place may try on all accounts: one password for many names
 * @param refreshPerAddress how many bad refresh tokens one place may send
 * @param threads how many limits are looked up at the same time, each with a JDBC connection
 * @param queue how many lookups may wait for one of the threads, for each thread
 */
@ConfigurationProperties("revisit.identity.throttle")
record ThrottleSettings(
        @DefaultValue("5/30s") Limit loginPerAccountAndAddress,
        @DefaultValue("20/10s") Limit loginPerAccount,
        @DefaultValue("50/1s") Limit loginPerAddress,
        @DefaultValue("50/1s") Limit refreshPerAddress,
        @DefaultValue("2") int threads,
        @DefaultValue("100") int queue) {}
