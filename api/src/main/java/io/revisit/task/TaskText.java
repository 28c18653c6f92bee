package io.revisit.task;

import io.revisit.platform.mutation.Input;
import org.jspecify.annotations.Nullable;

/** What a new task is about. */
record TaskText(String kind, String title, @Nullable String reason, String priority) {

    static TaskText of(Input input) {
        return new TaskText(
                input.choice("kind"),
                input.text("title", 200),
                input.optionalText("reason", 2000),
                input.choice("priority"));
    }
}
