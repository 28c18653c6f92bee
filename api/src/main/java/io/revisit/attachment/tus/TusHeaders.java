package io.revisit.attachment.tus;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The headers of tus 1.0, and how they are read. */
final class TusHeaders {
    static final String VERSION = "1.0.0";
    static final String RESUMABLE = "Tus-Resumable";
    static final String UPLOAD_CHECKSUM = "Upload-Checksum";
    static final String UPLOAD_EXPIRES = "Upload-Expires";
    static final String UPLOAD_LENGTH = "Upload-Length";
    static final String UPLOAD_METADATA = "Upload-Metadata";
    static final String UPLOAD_OFFSET = "Upload-Offset";
    static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";
    static final String BODY_TYPE = "application/offset+octet-stream";
    static final String EXTENSIONS = "creation,creation-with-upload,checksum,termination,expiration";

    private static final String ATTACHMENT_ID = "attachmentId";

    private TusHeaders() {}

    static void requireVersion(HttpHeaders headers) {
        if (!VERSION.equals(headers.getFirst(RESUMABLE))) {
            throw Refusals.unknownVersion();
        }
    }

    static long number(HttpHeaders headers, String name) {
        String text = headers.getFirst(name);
        if (text == null || !text.matches("[0-9]{1,18}")) {
            throw Refusals.badHeader(name);
        }
        return Long.parseLong(text);
    }

    /** Whether the request carries bytes of an upload. */
    static boolean hasBody(HttpHeaders headers) {
        return BODY_TYPE.equals(headers.getFirst(HttpHeaders.CONTENT_TYPE));
    }

    /** The attachment that an upload's metadata name: pairs of a key and a value in Base64, parted by commas. */
    static UUID attachmentId(HttpHeaders headers) {
        String metadata = headers.getFirst(UPLOAD_METADATA);
        if (metadata != null) {
            for (String pair : metadata.split(",")) {
                String[] parts = pair.trim().split(" ", 2);
                if (parts.length == 2 && parts[0].equals(ATTACHMENT_ID)) {
                    UUID id = id(decoded(parts[1]));
                    if (id != null) {
                        return id;
                    }
                }
            }
        }
        throw Refusals.badHeader(UPLOAD_METADATA);
    }

    /** The id that a text spells in full, null when it is none. */
    static @Nullable UUID id(String text) {
        try {
            return text.length() == 36 ? UUID.fromString(text) : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64.trim()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw Refusals.badHeader(UPLOAD_METADATA);
        }
    }
}
