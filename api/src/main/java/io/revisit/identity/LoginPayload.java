package io.revisit.identity;

import io.revisit.identity.session.SessionTokens;
import io.revisit.platform.error.UserError;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a login leads to: tokens, or the reason why not. */
record LoginPayload(
        @Nullable String accessToken,
        @Nullable String refreshToken,
        @Nullable Instant expiresAt,
        List<UserError> userErrors) {

    static LoginPayload of(SessionTokens tokens) {
        return new LoginPayload(tokens.accessToken(), tokens.refreshToken(), tokens.expiresAt(), List.of());
    }

    static LoginPayload refused(UserError error) {
        return new LoginPayload(null, null, null, List.of(error));
    }

    @Override
    public String toString() {
        return "LoginPayload[expiresAt=" + expiresAt + ", userErrors=" + userErrors + "]";
    }
}
