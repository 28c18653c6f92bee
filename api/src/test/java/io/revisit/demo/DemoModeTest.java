package io.revisit.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.revisit.demo.DemoRepository.Presence;
import org.junit.jupiter.api.Test;

class DemoModeTest {
    private static final Presence NOBODY = new Presence(false, false);
    private static final Presence OTHERS = new Presence(true, false);
    private static final Presence DEMO = new Presence(true, true);

    @Test
    void comesByItselfOnlyToAnEmptyEmbeddedDatabase() {
        assertThat(DemoMode.AUTO.wants(true, NOBODY)).isTrue();
        assertThat(DemoMode.AUTO.wants(true, OTHERS)).isFalse();
        assertThat(DemoMode.AUTO.wants(false, NOBODY)).isFalse();
    }

    @Test
    void comesAnywhereWhenAskedForButOnce() {
        assertThat(DemoMode.ON.wants(false, OTHERS)).isTrue();
        assertThat(DemoMode.ON.wants(true, DEMO)).isFalse();
        assertThat(DemoMode.OFF.wants(true, NOBODY)).isFalse();
    }

    @Test
    void understandsWhatYamlMakesOfOnAndOff() {
        assertThat(DemoMode.of("false")).isEqualTo(DemoMode.OFF);
        assertThat(DemoMode.of("true")).isEqualTo(DemoMode.ON);
        assertThatThrownBy(() -> DemoMode.of("maybe")).hasMessageContaining("auto, on or off");
    }
}
