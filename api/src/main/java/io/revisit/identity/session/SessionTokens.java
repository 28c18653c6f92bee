package io.revisit.identity.session;

import java.time.Instant;

/** What a device holds while it is logged in; {@code expiresAt} is the access token's. */
public record SessionTokens(String accessToken, String refreshToken, Instant expiresAt) {
    @Override
    public String toString() {
        return "SessionTokens[expiresAt=" + expiresAt + "]";
    }
}
