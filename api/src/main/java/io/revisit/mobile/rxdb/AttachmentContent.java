package io.revisit.mobile.rxdb;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads an attachment's bytes; what is too large or not what its digest says is none. */
final class AttachmentContent {
    private static final int MOST_BYTES = 1024 * 1024;

    private AttachmentContent() {}

    static Optional<byte[]> of(String digest, JsonNode base64) {
        if (!base64.isString()) {
            return Optional.empty();
        }
        byte[] content;
        try {
            content = Base64.getDecoder().decode(base64.stringValue());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        return content.length <= MOST_BYTES && sha256(content).equals(digest) ? Optional.of(content) : Optional.empty();
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
