package io.revisit.contract;

/** Numbers of the sync protocol, as {@code PROTOCOL.md} tells its history; the phones' schema is counted apart from it. */
public final class ProtocolVersion {
    /** What this server speaks and answers with. */
    public static final int CURRENT = 1;

    /** The oldest that it still lets pull. Every version may push, whatever its age. */
    public static final int OLDEST_SUPPORTED = 1;

    private ProtocolVersion() {}

    /** Whether a phone that speaks this version may pull. */
    public static boolean pulls(int version) {
        return version >= OLDEST_SUPPORTED && version <= CURRENT;
    }
}
