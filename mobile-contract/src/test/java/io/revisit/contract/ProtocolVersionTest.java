package io.revisit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProtocolVersionTest {
    /** Raising it locks out every phone that has not been updated: change this test only with a date told to customers. */
    @Test
    void stillServesTheFirstVersion() {
        assertThat(ProtocolVersion.OLDEST_SUPPORTED).isEqualTo(1);
    }

    @Test
    void letsOnlyVersionsPullThatItKnows() {
        assertThat(ProtocolVersion.pulls(ProtocolVersion.OLDEST_SUPPORTED - 1)).isFalse();
        assertThat(ProtocolVersion.pulls(ProtocolVersion.OLDEST_SUPPORTED)).isTrue();
        assertThat(ProtocolVersion.pulls(ProtocolVersion.CURRENT)).isTrue();
        assertThat(ProtocolVersion.pulls(ProtocolVersion.CURRENT + 1)).isFalse();
    }
}
