package io.revisit.platform.security;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from, as far as limits are concerned: an IPv4 address, or the /64 network of an IPv6 address,
 * because one household commands 2^64 of those.
 */
public record ClientAddress(String value) {

    /** The key under which GraphQL's context carries the address. */
    public static final String CONTEXT_KEY = "io.revisit.client-address";

    private static final int NETWORK_BYTES = 8;

    public static ClientAddress of(@Nullable InetSocketAddress remote) {
        if (remote == null) {
            return new ClientAddress("unknown");
        }
        // An address taken from a proxy's header is not resolved, and must not be: it would ask a name server.
        byte[] bytes = remote.getAddress() == null
                ? NetUtil.createByteArrayFromIpAddressString(remote.getHostString())
                : remote.getAddress().getAddress();
        return new ClientAddress(bytes == null ? remote.getHostString() : network(bytes));
    }

    private static String network(byte[] bytes) {
        try {
            InetAddress address = InetAddress.getByAddress(bytes);
            return address instanceof Inet4Address
                    ? address.getHostAddress()
                    : HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES)) + "/64";
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("An address of " + bytes.length + " bytes", impossible);
        }
    }
}
