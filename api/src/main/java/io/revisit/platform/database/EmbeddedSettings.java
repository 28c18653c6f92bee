package io.revisit.platform.database;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the embedded PostgreSQL keeps its data.
 *
 * @param dataFolder relative to the working directory, or absolute
 * @param embeddedPort its port on 127.0.0.1; 0 for any free one
 */
@ConfigurationProperties("revisit")
record EmbeddedSettings(@DefaultValue(".revisit") Path dataFolder, @DefaultValue("0") int embeddedPort) {}
