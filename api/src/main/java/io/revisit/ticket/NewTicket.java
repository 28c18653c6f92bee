package io.revisit.ticket;

import io.revisit.platform.mutation.Input;
import org.jspecify.annotations.Nullable;

/** What a new ticket is about. */
record NewTicket(String kind, String subject, @Nullable String description, String priority) {
    static final int LONGEST_SUBJECT = 200;
    static final int LONGEST_TEXT = 10_000;

    static NewTicket of(Input input) {
        return new NewTicket(
                input.choice("kind"),
                input.text("subject", LONGEST_SUBJECT),
                input.optionalText("description", LONGEST_TEXT),
                input.choice("priority"));
    }
}
