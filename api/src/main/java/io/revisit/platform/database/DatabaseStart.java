package io.revisit.platform.database;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;

/** Prepares the database while Spring still reads its configuration: each takes a second, and neither needs the other. */
final class DatabaseStart implements ApplicationListener<ApplicationContextInitializedEvent> {
    private static final String NAME = "databaseStart";

    private final CompletableFuture<PreparedDatabase> prepared = new CompletableFuture<>();

    @Override
    public void onApplicationEvent(ApplicationContextInitializedEvent event) {
        if (prepared.isDone() || event.getApplicationContext().getParent() != null) {
            return;
        }
        Binder binder = Binder.get(event.getApplicationContext().getEnvironment());
        DatabaseSettings settings = binder.bindOrCreate("revisit.database", DatabaseSettings.class);
        EmbeddedSettings embedded = binder.bindOrCreate("revisit", EmbeddedSettings.class);
        Thread thread = new Thread(() -> prepare(settings, embedded), "database-start");
        thread.setDaemon(true);
        thread.start();
        event.getApplicationContext().getBeanFactory().registerSingleton(NAME, this);
        // Also when the start fails before any bean has asked for it.
        ((DefaultSingletonBeanRegistry) event.getApplicationContext().getBeanFactory())
                .registerDisposableBean(NAME, this::stop);
    }

    /** The database, once it is ready. */
    PreparedDatabase await() {
        try {
            return prepared.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw failure;
        }
    }

    private void prepare(DatabaseSettings settings, EmbeddedSettings embedded) {
        try {
            prepared.complete(PreparedDatabase.prepare(settings, embedded));
        } catch (Throwable failure) {
            prepared.completeExceptionally(failure);
        }
    }

    private void stop() {
        prepared.handle((database, failure) -> database)
                .thenAccept(database -> {
                    if (database != null) {
                        database.close();
                    }
                })
                .join();
    }
}
