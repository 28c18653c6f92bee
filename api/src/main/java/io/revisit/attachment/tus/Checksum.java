package io.revisit.attachment.tus;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sum that a client vouches for, of the bytes of one request. */
record Checksum(String algorithm, String expectedHex) {
    static final String ALGORITHMS = "sha1,sha256";

    private static final Map<String, String> NAMES = Map.of("sha1", "SHA-1", "sha256", "SHA-256");

    /** Reads an {@code Upload-Checksum} header; null when there is none. */
    static @Nullable Checksum of(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String[] parts = header.trim().split(" +", 2);
        String algorithm = NAMES.get(parts[0]);
        if (algorithm == null || parts.length != 2) {
            throw Refusals.badHeader(TusHeaders.UPLOAD_CHECKSUM);
        }
        try {
            return new Checksum(
                    algorithm, HexFormat.of().formatHex(Base64.getDecoder().decode(parts[1])));
        } catch (IllegalArgumentException malformed) {
            throw Refusals.badHeader(TusHeaders.UPLOAD_CHECKSUM);
        }
    }

    MessageDigest digest() {
        return digest(algorithm);
    }

    void require(MessageDigest digest) {
        if (!expectedHex.equals(HexFormat.of().formatHex(digest.digest()))) {
            throw Refusals.badChecksum();
        }
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
