package io.revisit.platform.database;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to reach and use the database.
 *
 * @param url the working user's URL; empty for the embedded PostgreSQL
 * @param ownerUrl the URL of whoever owns the tables and migrates them; empty for the working user himself
 * @param poolSize connections for requests; 0 for twice the cores and four more
 * @param statementTimeout after how long PostgreSQL cancels a statement
 * @param acquireTimeout how long a request waits for a free connection
 */
@ConfigurationProperties("revisit.database")
record DatabaseSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String ownerUrl,
        @DefaultValue("0") int poolSize,
        @DefaultValue("15s") Duration statementTimeout,
        @DefaultValue("5s") Duration acquireTimeout) {

    int effectivePoolSize() {
        return poolSize > 0 ? poolSize : 2 * Runtime.getRuntime().availableProcessors() + 4;
    }
}
