package io.revisit.attachment;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of attachments and of their uploads.
 *
 * @param largest how large one attachment may be
 * @param uploadsPerUser how many uploads one user may have begun and not completed
 * @param uploadLifetime how long an upload may rest before what arrived is thrown away
 * @param idleTime after how long without a byte a request counts as interrupted
 * @param lockTime how long an upload stays locked after its writer was last heard of; longer than {@code idleTime} and
 *     {@code partTime} together
 * @param partTime how long received bytes wait at most before they are stored
 * @param partSize how many received bytes wait at most before they are stored
 * @param pendingLifetime how long an announced attachment waits for its content before it is removed
 * @param orphanLifetime how long a blob is kept after it was stored, even when nobody refers to it
 */
@ConfigurationProperties("revisit.attachments")
public record AttachmentSettings(
        @DefaultValue("50MB") DataSize largest,
        @DefaultValue("100") int uploadsPerUser,
        @DefaultValue("7d") Duration uploadLifetime,
        @DefaultValue("15s") Duration idleTime,
        @DefaultValue("30s") Duration lockTime,
        @DefaultValue("10s") Duration partTime,
        @DefaultValue("1MB") DataSize partSize,
        @DefaultValue("90d") Duration pendingLifetime,
        @DefaultValue("1h") Duration orphanLifetime) {}
