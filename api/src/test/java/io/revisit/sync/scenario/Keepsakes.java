package io.revisit.sync.scenario;

import io.revisit.platform.sync.SyncedFeature;
import io.revisit.testing.TestDatabase;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Two collections that grew with a second version of the phones' schema: only for tests, made as a feature makes its own. */
@TestConfiguration(proxyBeanMethods = false)
class Keepsakes {
    private static final String TABLE =
            """
            create table %1$s (
                tenant_id uuid not null references tenant,
                id        uuid not null default new_id(),
                name      text not null,
                note      text,
                primary key (tenant_id, id)
            );
            call secure_tenant_table('%1$s');
            grant select on %1$s to revisit_app;
            call sync_table('%1$s', '%2$s', '{tenant_id}', false);
            """;

    /** Makes the tables in the test's own database. */
    static final class Tables implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestDatabase database = context.getBeanFactory().getBean(TestDatabase.class);
            database.execute(TABLE.formatted("keepsake", "Keepsake"));
            database.execute(TABLE.formatted("trinket", "Trinket"));
        }
    }

    @Bean
    SyncedFeature keepsakeSync() {
        return new Feature("Keepsake", "keepsake");
    }

    @Bean
    SyncedFeature trinketSync() {
        return new Feature("Trinket", "trinket");
    }

    private record Feature(String type, String table) implements SyncedFeature {}
}
