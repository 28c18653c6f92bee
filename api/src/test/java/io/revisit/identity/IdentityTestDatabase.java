package io.revisit.identity;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Mono;

/**
 * The database of these tests: the one that {@code TEST_DATABASE_URL} names (a JDBC URL whose user may create roles), else
 * an embedded one. The application works under the role that owns nothing.
 */
@TestConfiguration(proxyBeanMethods = false)
class IdentityTestDatabase {
    private static final String ROLE = "set role revisit_app";

    @Bean
    Owner owner() {
        String url = Optional.ofNullable(System.getenv("TEST_DATABASE_URL")).orElseGet(IdentityTestDatabase::embedded);
        Flyway.configure().dataSource(url, null, null).load().migrate();
        return new Owner(url);
    }

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(Owner owner) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(owner.url());
        config.setMaximumPoolSize(4);
        config.setConnectionInitSql(ROLE);
        return new HikariDataSource(config);
    }

    @Bean(destroyMethod = "dispose")
    ConnectionPool connectionPool(Owner owner) {
        ConnectionFactory plain = ConnectionFactories.get(owner.url()
                .replaceFirst("^jdbc:postgresql://([^/?]+)/([^?]+)\\?user=(\\w+).*$", "r2dbc:postgresql://$3@$1/$2"));
        return new ConnectionPool(ConnectionPoolConfiguration.builder(plain)
                .maxSize(4)
                .postAllocate(connection ->
                        Mono.from(connection.createStatement(ROLE).execute()).then())
                .build());
    }

    private static String embedded() {
        try {
            return EmbeddedPostgres.start().getJdbcUrl("postgres", "postgres");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** How a test itself looks into the database: as its owner, past row-level security. */
    record Owner(String url) {
        Connection connect() throws SQLException {
            return DriverManager.getConnection(url);
        }
    }
}
