package io.revisit.identity.session;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The opaque token that renews a session: {@code base64url(tenant id, session id) "." base64url(secret)}. Its successor's
 * secret is HMAC-SHA256 of a stored random salt under its own secret, so the server can repeat a successor to whoever
 * holds the parent, and can do so for nobody else.
 */
final class RefreshToken {
    static final int SECRET_BYTES = 32;
    static final int SALT_BYTES = 32;

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{43})\\.([A-Za-z0-9_-]{43})");
    private static final int FAMILY_BYTES = 32;
    private static final String HMAC = "HmacSHA256";

    private final UUID tenantId;
    private final UUID sessionId;
    private final byte[] secret;

    RefreshToken(UUID tenantId, UUID sessionId, byte[] secret) {
        this.tenantId = tenantId;
        this.sessionId = sessionId;
        this.secret = secret.clone();
    }

    static Optional<RefreshToken> parse(String encoded) {
        var parts = FORM.matcher(encoded);
        if (!parts.matches()) {
            return Optional.empty();
        }
        ByteBuffer family = ByteBuffer.wrap(Base64.getUrlDecoder().decode(parts.group(1)));
        return Optional.of(new RefreshToken(
                new UUID(family.getLong(), family.getLong()),
                new UUID(family.getLong(), family.getLong()),
                Base64.getUrlDecoder().decode(parts.group(2))));
    }

    String encoded() {
        byte[] family = ByteBuffer.allocate(FAMILY_BYTES)
                .putLong(tenantId.getMostSignificantBits())
                .putLong(tenantId.getLeastSignificantBits())
                .putLong(sessionId.getMostSignificantBits())
                .putLong(sessionId.getLeastSignificantBits())
                .array();
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString(family) + "." + base64.encodeToString(secret);
    }

    RefreshToken successor(byte[] salt) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            return new RefreshToken(tenantId, sessionId, mac.doFinal(salt));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has " + HMAC, impossible);
        }
    }

    /** What is stored: the secret has 256 random bits, so a plain SHA-256 cannot be turned back. */
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    UUID tenantId() {
        return tenantId;
    }

    UUID sessionId() {
        return sessionId;
    }

    @Override
    public String toString() {
        return "RefreshToken[session=" + sessionId + "]";
    }
}
