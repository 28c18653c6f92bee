package io.revisit.identity.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRingTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");

    private final SigningKey first = SigningKey.generate(NOW, NOW);
    private final SigningKey second = SigningKey.generate(NOW, NOW.plus(Duration.ofMinutes(10)));
    private final KeyRing ring = new KeyRing(List.of(second, first), NOW);

    @Test
    void signsWithTheOldKeyUntilTheNewOneStarts() {
        assertThat(ring.signing(NOW.plus(Duration.ofMinutes(9)))).contains(first);
        assertThat(ring.signing(NOW.plus(Duration.ofMinutes(10)))).contains(second);
    }

    @Test
    void signsWithTheFirstKeyWhenItsClockIsBehind() {
        assertThat(ring.signing(NOW.minusSeconds(5))).contains(first);
    }

    @Test
    void hasNothingToSignWithWhenEmpty() {
        assertThat(KeyRing.EMPTY.signing(NOW)).isEmpty();
    }
}
