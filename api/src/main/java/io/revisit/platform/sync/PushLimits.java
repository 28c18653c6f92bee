package io.revisit.platform.sync;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of pushing.
 *
 * @param mutations how many one request may carry
 * @param mutationBytes how large one may be
 * @param requestBytes how large a request may be
 * @param heldFor how long a mutation waits for what it refers to before it becomes an issue
 * @param changesKept how long replaced values are kept: a base that is older is unknown
 * @param toleratedSkew by how much a device's clock may differ before its times are corrected
 */
@ConfigurationProperties("revisit.sync.push")
public record PushLimits(
        @DefaultValue("500") int mutations,
        @DefaultValue("262144") int mutationBytes,
        @DefaultValue("8388608") int requestBytes,
        @DefaultValue("30d") Duration heldFor,
        @DefaultValue("90d") Duration changesKept,
        @DefaultValue("60s") Duration toleratedSkew) {}
