package io.revisit.mobile.watermelon;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Ids for mutations that have none: the same edit always gets the same. */
final class MutationIds {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private MutationIds() {}

    /** A hash of what an edit does, on top of which version. */
    static String content(Edit edit, Map<String, JsonNode> fields, @Nullable Long version) {
        return HexFormat.of()
                .formatHex(sha256(edit.operation() + " " + version + " " + JSON.writeValueAsString(fields)));
    }

    /** The id of an edit that a device made of a record; {@code ordinal} tells it from the same edit at another time. */
    static UUID of(UUID deviceId, Edit edit, String content, long ordinal) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(String.join(
                        " ",
                        deviceId.toString(),
                        edit.collection().name(),
                        edit.id().toString(),
                        content)
                + " "
                + ordinal));
        return new UUID((hash.getLong() & ~0xF000L) | VERSION_8, (hash.getLong() & ~0xC000_0000_0000_0000L) | VARIANT);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
