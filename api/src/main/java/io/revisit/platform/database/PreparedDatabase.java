package io.revisit.platform.database;

import io.revisit.platform.StartRefused;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A database that answers, has every table and knows the role that works in it; whatever connects depends on it. */
public final class PreparedDatabase implements AutoCloseable {
    /** The role that does the work: it owns nothing, so row-level security always applies to it. */
    static final String WORK_ROLE = "revisit_app";

    private final DatabaseUrl url;
    private final @Nullable EmbeddedDatabase embedded;

    private PreparedDatabase(DatabaseUrl url, @Nullable EmbeddedDatabase embedded) {
        this.url = url;
        this.embedded = embedded;
    }

    static PreparedDatabase prepare(DatabaseSettings settings, EmbeddedSettings embeddedSettings) {
        if (!settings.url().isBlank()) {
            DatabaseUrl url = DatabaseUrl.parse("DATABASE_URL", settings.url());
            DatabaseUrl owner =
                    settings.ownerUrl().isBlank() ? url : DatabaseUrl.parse("DATABASE_OWNER_URL", settings.ownerUrl());
            return prepare(owner, url, null);
        }
        if (!settings.ownerUrl().isBlank()) {
            throw new StartRefused("DATABASE_OWNER_URL is set, but DATABASE_URL is not.");
        }
        EmbeddedDatabase embedded =
                EmbeddedDatabase.start(embeddedSettings.dataFolder(), embeddedSettings.embeddedPort());
        try {
            DatabaseUrl owner = embedded.superuser("revisit");
            DatabaseUrl url = SchemaPreparation.createEmbedded(embedded.superuser("postgres"), owner);
            return prepare(owner, url, embedded);
        } catch (SQLException failure) {
            embedded.close();
            throw refused(embedded.superuser("postgres"), failure);
        } catch (RuntimeException failure) {
            embedded.close();
            throw failure;
        }
    }

    private static PreparedDatabase prepare(DatabaseUrl owner, DatabaseUrl url, @Nullable EmbeddedDatabase embedded) {
        try {
            SchemaPreparation.migrate(owner, url.user());
        } catch (SQLException failure) {
            throw refused(owner, failure);
        }
        PreparedDatabase prepared = new PreparedDatabase(url, embedded);
        try {
            SchemaPreparation.verifyWorkRole(prepared.dataSource());
        } catch (SQLException failure) {
            throw refused(url, failure);
        }
        return prepared;
    }

    /** Whether this is the PostgreSQL that came with the application, not one that somebody configured. */
    public boolean isEmbedded() {
        return embedded != null;
    }

    public DatabaseUrl url() {
        return url;
    }

    /** JDBC connections that work as {@link #WORK_ROLE} from the first statement on, without a pool. */
    PGSimpleDataSource dataSource() {
        PGSimpleDataSource source = url.dataSource();
        source.setOptions("-c role=" + WORK_ROLE);
        return source;
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }

    private static StartRefused refused(DatabaseUrl url, SQLException failure) {
        return new StartRefused("The database " + url + " cannot be used: " + failure.getMessage(), failure);
    }
}
