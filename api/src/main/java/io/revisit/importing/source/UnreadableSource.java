package io.revisit.importing.source;

/** Reading cannot go on; what came before was fine. */
public final class UnreadableSource extends RuntimeException {
    private final transient ImportError error;

    public UnreadableSource(long row, String column, ImportProblem problem, String reason) {
        super("row " + row + ": " + problem + ", " + reason);
        this.error = new ImportError(row, column, problem, reason);
    }

    public ImportError error() {
        return error;
    }
}
