package io.revisit.platform.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.client.SSLMode;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ValidationDepth;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.resources.LoopResources;

/** Prepares the database, then opens two pools on it: a reactive one for requests, a small blocking one for jobs. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
class DatabaseConfiguration {
    private static final Duration LIFE_TIME = Duration.ofMinutes(30);
    private static final Duration IDLE_TIME = Duration.ofMinutes(10);
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int CACHED_STATEMENTS = 256;
    private static final int BLOCKING_CONNECTIONS = 3;

    /** {@link DatabaseStart} also stops it, after everything that uses it. */
    @Bean(destroyMethod = "")
    PreparedDatabase preparedDatabase(DatabaseStart start) {
        return start.await();
    }

    @Bean(destroyMethod = "dispose")
    ConnectionPool connectionPool(PreparedDatabase database, DatabaseSettings settings, LoopResources loops) {
        int size = settings.effectivePoolSize();
        return new ConnectionPool(ConnectionPoolConfiguration.builder(connections(database.url(), settings, loops))
                .name("requests")
                .initialSize(Math.min(2, size))
                .maxSize(size)
                .maxAcquireTime(settings.acquireTimeout())
                .maxCreateConnectionTime(CONNECT_TIMEOUT)
                .maxLifeTime(LIFE_TIME)
                .maxIdleTime(IDLE_TIME)
                .acquireRetry(3)
                .validationDepth(ValidationDepth.LOCAL)
                .build());
    }

    private static ConnectionFactory connections(DatabaseUrl url, DatabaseSettings settings, LoopResources loops) {
        PostgresqlConnectionConfiguration.Builder connection = PostgresqlConnectionConfiguration.builder()
                .host(url.host())
                .port(url.port())
                .database(url.database())
                .username(url.user())
                .password(url.password())
                .applicationName("revisit")
                // Part of the start message: no round trip, and RESET ROLE leads back to it. Compiling a plan
                // takes longer than any of our statements runs.
                .options(Map.of("role", PreparedDatabase.WORK_ROLE, "jit", "off"))
                .timeZone("UTC")
                .connectTimeout(CONNECT_TIMEOUT)
                .statementTimeout(settings.statementTimeout())
                .lockWaitTimeout(LOCK_TIMEOUT)
                .preparedStatementCacheQueries(CACHED_STATEMENTS)
                .forceBinary(true)
                .autodetectExtensions(false)
                .tcpNoDelay(true)
                .tcpKeepAlive(true)
                .loopResources(loops);
        if (url.sslMode() != null) {
            connection.sslMode(SSLMode.fromValue(url.sslMode()));
        }
        if (url.sslRootCertificate() != null) {
            connection.sslRootCert(url.sslRootCertificate());
        }
        return new PostgresqlConnectionFactory(connection.build());
    }

    @Bean(destroyMethod = "close")
    DataSource dataSource(PreparedDatabase database) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("jobs");
        pool.setDataSource(database.dataSource());
        pool.setMaximumPoolSize(BLOCKING_CONNECTIONS);
        pool.setMinimumIdle(1);
        pool.setMaxLifetime(LIFE_TIME.toMillis());
        pool.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
        pool.setInitializationFailTimeout(-1);
        return new HikariDataSource(pool);
    }
}
