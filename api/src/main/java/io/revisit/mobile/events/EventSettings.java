package io.revisit.mobile.events;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How phones are woken up.
 *
 * @param coalesce how long notices are gathered before phones are told once
 * @param heartbeat how often a stream says that it is still there
 * @param streamsPerUser how many streams a user may hold open on one node; the oldest ends when he opens another
 */
@ConfigurationProperties("revisit.sync.events")
record EventSettings(
        @DefaultValue("200ms") Duration coalesce,
        @DefaultValue("20s") Duration heartbeat,
        @DefaultValue("10") int streamsPerUser) {}
