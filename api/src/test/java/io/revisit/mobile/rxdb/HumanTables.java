package io.revisit.mobile.rxdb;

import io.revisit.testing.TestDatabase;
import org.flywaydb.core.Flyway;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Applies the migration of people to the test's own database. */
final class HumanTables implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestDatabase database = context.getBeanFactory().getBean(TestDatabase.class);
        Flyway.configure()
                .dataSource(database.owner().dataSource())
                .locations("classpath:db/migration", "classpath:human/db/migration")
                .load()
                .migrate();
    }
}
