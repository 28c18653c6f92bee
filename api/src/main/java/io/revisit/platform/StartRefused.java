package io.revisit.platform;

import org.jspecify.annotations.Nullable;

/** Stops the start with one sentence for whoever operates Revisit; never carries a secret. */
public final class StartRefused extends RuntimeException {
    public StartRefused(String sentence) {
        this(sentence, null);
    }

    public StartRefused(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
