package io.revisit.importing;

import io.revisit.importing.source.HeaderMapping;
import io.revisit.importing.source.ImportSource;
import io.revisit.platform.database.Actor;
import io.revisit.platform.database.Database;
import io.revisit.platform.database.Transaction;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Imports one file: checks every row, stores the good ones in chunks, reports the bad ones. */
@Component
public class Importer {
    private final Database database;
    private final ImportRepository repository;

    Importer(Database database, ImportRepository repository) {
        this.database = database;
        this.repository = repository;
    }

    /** Commits chunk by chunk: what was stored stays stored when a later row cannot even be read. */
    public Mono<ImportReport> run(Actor actor, ImportKind kind, ImportSource source, HeaderMapping mapping) {
        return database.read(actor.tenantId(), repository::defaults).flatMap(defaults -> new ImportRun(
                        repository, kind, defaults, work -> database.write(actor, work), true)
                .all(source, mapping));
    }

    /** Stores within somebody else's transaction: all of it counts or nothing does. */
    public Mono<ImportReport> runWithin(
            Transaction transaction, ImportKind kind, ImportSource source, HeaderMapping mapping) {
        return repository.defaults(transaction).flatMap(defaults -> new ImportRun(
                        repository, kind, defaults, work -> work.apply(transaction), false)
                .all(source, mapping));
    }
}
