package io.revisit.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class ClientAddressTest {

    @Test
    void keepsAnIpv4AddressWhole() {
        assertThat(of("203.0.113.7").value()).isEqualTo("203.0.113.7");
    }

    @Test
    void takesAllAddressesOfAnIpv6NetworkForOne() {
        assertThat(of("2001:db8:1:2::1")).isEqualTo(of("2001:db8:1:2:ffff::9")).isNotEqualTo(of("2001:db8:1:3::1"));
    }

    @Test
    void recognisesAnIpv4AddressWithinIpv6() {
        assertThat(of("::ffff:203.0.113.7")).isEqualTo(of("203.0.113.7"));
    }

    @Test
    void keepsWhateverAProxyCallsAnAddress() {
        assertThat(of("_hidden").value()).isEqualTo("_hidden");
        assertThat(ClientAddress.of(null).value()).isEqualTo("unknown");
    }

    private static ClientAddress of(String host) {
        return ClientAddress.of(InetSocketAddress.createUnresolved(host, 0));
    }
}
