package io.revisit.sync.digest;

/**
 * Of a set of records: how many there are, and an XOR over the first 8 bytes of SHA-256 of {@code id:syncVersion}.
 *
 * @param name the collection, or the scope within one
 * @param hash 16 hexadecimal digits
 */
public record Digest(String name, long count, String hash) {

    /** The digest of nothing. */
    public static Digest empty(String name) {
        return new Digest(name, 0, "0000000000000000");
    }
}
