package io.revisit.importing;

import io.r2dbc.spi.R2dbcException;
import io.revisit.importing.source.HeaderMapping;
import io.revisit.importing.source.ImportError;
import io.revisit.importing.source.ImportProblem;
import io.revisit.importing.source.ImportSource;
import io.revisit.importing.source.SourceRow;
import io.revisit.importing.source.UnreadableSource;
import io.revisit.platform.database.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One import of one file: check, store in chunks, count. */
final class ImportRun {
    private static final int CHUNK = 500;

    private final ImportRepository repository;
    private final ImportTarget target;
    private final ImportDefaults defaults;
    private final Transactions transactions;
    private final boolean commitsChunks;
    private final LineTotals totals;
    private final ImportTally tally;

    ImportRun(
            ImportRepository repository,
            ImportKind kind,
            ImportDefaults defaults,
            Transactions transactions,
            boolean commitsChunks) {
        this.repository = repository;
        this.target = ImportTargets.forKind(kind);
        this.defaults = defaults;
        this.transactions = transactions;
        this.commitsChunks = commitsChunks;
        this.tally = new ImportTally(kind);
        this.totals = new LineTotals(repository, kind == ImportKind.ORDER_LINES);
    }

    Mono<ImportReport> all(ImportSource source, HeaderMapping mapping) {
        return source.rows()
                .onErrorResume(UnreadableSource.class, this::stop)
                .switchOnFirst((first, rows) -> {
                    SourceRow row = first.get();
                    return row == null ? rows.then().flux() : chunks(row.header(), rows, mapping);
                })
                .onErrorResume(UnreadableSource.class, this::stop)
                .then(Mono.fromSupplier(tally::report));
    }

    private Flux<Void> chunks(List<String> header, Flux<SourceRow> rows, HeaderMapping mapping) {
        Layout layout = Layout.of(target, mapping, header);
        tally.ignores(layout.ignored());
        RowChecker checker = new RowChecker(target, layout, defaults);
        return rows.buffer(CHUNK)
                .concatMap(chunk -> store(layout, check(checker, chunk)), 1)
                .concatWith(finish());
    }

    private List<CheckedRow> check(RowChecker checker, List<SourceRow> chunk) {
        tally.read(chunk.size());
        List<CheckedRow> good = new ArrayList<>(chunk.size());
        for (SourceRow row : chunk) {
            CheckedRow checked = checker.check(row, tally::refuses);
            if (checked != null) {
                good.add(checked);
            }
        }
        return good;
    }

    private Mono<Void> store(Layout layout, List<CheckedRow> rows) {
        if (rows.isEmpty()) {
            return Mono.empty();
        }
        return transactions
                .apply(transaction -> write(transaction, layout, rows))
                .doOnNext(stored -> {
                    count(layout, stored);
                    totals.stored(rows);
                })
                .then()
                .onErrorResume(this::mayStoreApart, conflict -> storeApart(layout, rows, (R2dbcException) conflict));
    }

    private Mono<StoredChunk> write(Transaction transaction, Layout layout, List<CheckedRow> rows) {
        return repository.store(transaction, target, layout, rows).flatMap(stored -> totals.sumUp(transaction, rows)
                .thenReturn(stored));
    }

    /** The order that stood last may go on in the next chunk, so its total comes when that is known. */
    private Mono<Void> finish() {
        return Mono.defer(() -> totals.isDone()
                ? Mono.empty()
                : transactions
                        .apply(transaction -> totals.sumUpLast(transaction).thenReturn(new StoredChunk(0, List.of())))
                        .then());
    }

    /** Halves a chunk until the row that the database refuses stands alone. */
    private Mono<Void> storeApart(Layout layout, List<CheckedRow> rows, R2dbcException conflict) {
        if (rows.size() == 1) {
            tally.refuses(List.of(new ImportError(
                    rows.get(0).number(),
                    "",
                    ImportProblem.CONFLICT,
                    "the row contradicts what is stored (" + conflict.getSqlState() + ")")));
            return Mono.empty();
        }
        int half = rows.size() / 2;
        return store(layout, rows.subList(0, half))
                .then(Mono.defer(() -> store(layout, rows.subList(half, rows.size()))));
    }

    private void count(Layout layout, StoredChunk chunk) {
        tally.stored(chunk.stored());
        Map<Long, List<ImportError>> byRow = chunk.unknown().stream()
                .map(unknown -> new ImportError(
                        unknown.row(),
                        layout.header(unknown.column()),
                        ImportProblem.UNKNOWN_REFERENCE,
                        "no " + unknown.column() + " is called so"))
                .collect(Collectors.groupingBy(ImportError::row));
        byRow.values().forEach(tally::refuses);
    }

    private <T> Flux<T> stop(UnreadableSource broken) {
        tally.stopsAt(broken.error());
        return Flux.empty();
    }

    /** Integrity violations and values out of range, unless a foreign transaction is lost with them. */
    private boolean mayStoreApart(Throwable error) {
        return commitsChunks
                && error instanceof R2dbcException refusal
                && refusal.getSqlState() != null
                && (refusal.getSqlState().startsWith("23")
                        || refusal.getSqlState().startsWith("22"));
    }

    /** How a chunk gets its transaction. */
    interface Transactions extends Function<Function<Transaction, Mono<StoredChunk>>, Mono<StoredChunk>> {}
}
