package io.revisit.importing;

import io.revisit.importing.source.ImportError;
import java.util.List;

/**
 * What became of a file: {@code rows} were read, {@code stored} of them were new or changed something,
 * {@code unchanged} were there already, {@code refused} had errors (the first {@value #LISTED_ERRORS} are listed).
 * {@code ignoredColumns} are headers that mean nothing here. {@code complete} is false when reading had to stop.
 */
public record ImportReport(
        ImportKind kind,
        long rows,
        long stored,
        long unchanged,
        long refused,
        List<ImportError> errors,
        List<String> ignoredColumns,
        boolean complete) {
    static final int LISTED_ERRORS = 10_000;
}
