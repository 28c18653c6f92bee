package io.revisit.importing.cell;

import io.revisit.importing.source.ImportProblem;

/** A cell that cannot be understood; carries no stack, since a bad file has many. */
public final class BadCell extends Exception {
    private final ImportProblem problem;
    private final String reason;

    BadCell(ImportProblem problem, String reason) {
        super(reason, null, false, false);
        this.problem = problem;
        this.reason = reason;
    }

    public ImportProblem problem() {
        return problem;
    }

    public String reason() {
        return reason;
    }
}
