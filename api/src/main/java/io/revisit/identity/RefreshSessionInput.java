package io.revisit.identity;

/** The refresh token to spend. */
record RefreshSessionInput(String refreshToken) {
    @Override
    public String toString() {
        return "RefreshSessionInput[]";
    }
}
