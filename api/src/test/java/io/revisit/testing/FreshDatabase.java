package io.revisit.testing;

import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Gives an application context a database of its own, which goes when the context has gone. */
public final class FreshDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestDatabase database = TestDatabase.create();
        TestPropertyValues.of(
                        "revisit.database.url=" + database.url(),
                        "revisit.database.owner-url=" + database.ownerUrl(),
                        "revisit.data-folder=target/data/" + database.owner().database(),
                        "revisit.demo=off")
                .applyTo(context);
        context.getBeanFactory().registerSingleton("testDatabase", database);
        // Registered before any bean, so destroyed after all of them: the pools are closed by then.
        ((DefaultSingletonBeanRegistry) context.getBeanFactory())
                .registerDisposableBean("testDatabase", database::close);
    }
}
