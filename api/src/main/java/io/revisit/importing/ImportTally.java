package io.revisit.importing;

import io.revisit.importing.source.ImportError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Counts while an import runs. */
final class ImportTally {
    private final ImportKind kind;
    private final List<ImportError> errors = new ArrayList<>();
    private List<String> ignoredColumns = List.of();
    private long rows;
    private long stored;
    private long refused;
    private boolean complete = true;

    ImportTally(ImportKind kind) {
        this.kind = kind;
    }

    void ignores(List<String> columns) {
        ignoredColumns = columns;
    }

    void read(int count) {
        rows += count;
    }

    void stored(long count) {
        stored += count;
    }

    void refuses(List<ImportError> errorsOfOneRow) {
        refused++;
        list(errorsOfOneRow);
    }

    void stopsAt(ImportError error) {
        complete = false;
        list(List.of(error));
    }

    private void list(List<ImportError> more) {
        more.stream()
                .limit(Math.max(0, ImportReport.LISTED_ERRORS - errors.size()))
                .forEach(errors::add);
    }

    ImportReport report() {
        List<ImportError> ordered = errors.stream()
                .sorted(Comparator.comparingLong(ImportError::row))
                .toList();
        return new ImportReport(
                kind, rows, stored, rows - stored - refused, refused, ordered, ignoredColumns, complete);
    }
}
