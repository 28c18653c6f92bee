package io.revisit.importing.source;

/**
 * One thing wrong with one row. {@code row} counts as a spreadsheet does, the header being row 1; {@code column} is
 * the file's own header, or empty when the whole row is meant.
 */
public record ImportError(long row, String column, ImportProblem code, String reason) {}
