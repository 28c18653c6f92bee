package io.revisit.attachment.store;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where attachments lie when no S3-compatible store is configured.
 *
 * @param dataFolder the application's data folder; attachments are in {@code attachments} within it
 */
@ConfigurationProperties("revisit")
record FolderSettings(@DefaultValue(".revisit") Path dataFolder) {}
