package io.revisit.sync.cursor;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Writes cursors as opaque tokens that nobody else can make, and reads them back. */
public final class CursorCodec {
    private static final byte FORMAT = 1;
    private static final int MAC_BYTES = 16;
    private static final int LONGEST_TOKEN = 16_384;
    private static final UUID NONE = new UUID(0, 0);

    private final List<SecretKeySpec> keys;

    /** The first key signs, all of them verify. */
    public CursorCodec(List<byte[]> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("no key to sign cursors with");
        }
        keys = secrets.stream()
                .map(secret -> new SecretKeySpec(secret, "HmacSHA256"))
                .toList();
    }

    public String write(Cursor cursor) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            writeId(out, cursor.tenantId());
            writeId(out, cursor.userId());
            out.writeInt(cursor.schemaVersion());
            out.writeLong(cursor.issuedAt().toEpochMilli());
            writeSnapshot(out, cursor.base());
            writeSnapshot(out, cursor.target());
            out.writeUTF(cursor.phase().name());
            writePosition(out, cursor.position());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        byte[] content = bytes.toByteArray();
        bytes.writeBytes(mac(keys.get(0), content));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /** The cursor, or nothing when the token is malformed or not ours. */
    public Optional<Cursor> read(String token) {
        if (token.length() > LONGEST_TOKEN) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        if (bytes.length <= MAC_BYTES || bytes[0] != FORMAT) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOf(bytes, bytes.length - MAC_BYTES);
        byte[] mac = Arrays.copyOfRange(bytes, content.length, bytes.length);
        return keys.stream().anyMatch(key -> MessageDigest.isEqual(mac, mac(key, content)))
                ? Optional.of(parse(content))
                : Optional.empty();
    }

    private static Cursor parse(byte[] content) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
            in.readByte();
            return new Cursor(
                    readId(in),
                    readId(in),
                    in.readInt(),
                    Instant.ofEpochMilli(in.readLong()),
                    readSnapshot(in),
                    readSnapshot(in),
                    Phase.valueOf(in.readUTF()),
                    readPosition(in));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void writeSnapshot(DataOutputStream out, @Nullable Snapshot snapshot) throws IOException {
        out.writeBoolean(snapshot != null);
        if (snapshot != null) {
            out.writeUTF(snapshot.text());
            out.writeLong(snapshot.lineage().incarnation());
            writeId(out, snapshot.lineage().beacon());
            writeId(out, snapshot.lineage().lastingBeacon());
        }
    }

    private static @Nullable Snapshot readSnapshot(DataInputStream in) throws IOException {
        return in.readBoolean()
                ? new Snapshot(in.readUTF(), new Lineage(in.readLong(), readOptionalId(in), readOptionalId(in)))
                : null;
    }

    private static void writePosition(DataOutputStream out, @Nullable Position position) throws IOException {
        out.writeBoolean(position != null);
        if (position != null) {
            out.writeLong(position.rank());
            out.writeUTF(position.collection());
            writeId(out, position.id());
            writeId(out, position.scope());
        }
    }

    private static @Nullable Position readPosition(DataInputStream in) throws IOException {
        return in.readBoolean() ? new Position(in.readLong(), in.readUTF(), readId(in), readId(in)) : null;
    }

    private static void writeId(DataOutputStream out, @Nullable UUID id) throws IOException {
        UUID written = id == null ? NONE : id;
        out.writeLong(written.getMostSignificantBits());
        out.writeLong(written.getLeastSignificantBits());
    }

    private static UUID readId(DataInputStream in) throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }

    private static @Nullable UUID readOptionalId(DataInputStream in) throws IOException {
        UUID id = readId(in);
        return id.equals(NONE) ? null : id;
    }

    private static byte[] mac(SecretKeySpec key, byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Arrays.copyOf(mac.doFinal(content), MAC_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
