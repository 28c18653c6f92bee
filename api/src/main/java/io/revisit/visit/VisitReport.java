package io.revisit.visit;

import io.revisit.platform.mutation.Input;
import org.jspecify.annotations.Nullable;

/** What a visitor has to say of a visit. */
record VisitReport(String channel, String outcome, @Nullable String summary, String answers) {
    static final int LONGEST_SUMMARY = 10_000;
    static final int MOST_ANSWER_BYTES = 65_536;

    static VisitReport of(Input input) {
        return new VisitReport(
                input.choice("channel"),
                input.choice("outcome"),
                input.optionalText("summary", LONGEST_SUMMARY),
                input.json("answers", MOST_ANSWER_BYTES));
    }

    boolean reachedCustomer() {
        return !outcome.equals("NOT_REACHED");
    }
}
