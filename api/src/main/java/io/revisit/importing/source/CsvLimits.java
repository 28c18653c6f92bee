package io.revisit.importing.source;

/** How large a file may be: data rows, columns, and characters in one row (rounded up to whole read buffers). */
public record CsvLimits(long rows, int columns, int rowCharacters) {
    public static final CsvLimits DEFAULT = new CsvLimits(1_000_000, 200, 262_144);
}
