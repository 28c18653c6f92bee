package io.revisit.identity;

import io.revisit.identity.session.SessionTokens;
import io.revisit.platform.error.UserError;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What refreshing a session leads to: tokens, or the reason why not. */
record RefreshSessionPayload(
        @Nullable String accessToken,
        @Nullable String refreshToken,
        @Nullable Instant expiresAt,
        List<UserError> userErrors) {

    static RefreshSessionPayload of(SessionTokens tokens) {
        return new RefreshSessionPayload(tokens.accessToken(), tokens.refreshToken(), tokens.expiresAt(), List.of());
    }

    static RefreshSessionPayload refused(UserError error) {
        return new RefreshSessionPayload(null, null, null, List.of(error));
    }

    @Override
    public String toString() {
        return "RefreshSessionPayload[expiresAt=" + expiresAt + ", userErrors=" + userErrors + "]";
    }
}
