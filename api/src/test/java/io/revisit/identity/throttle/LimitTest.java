package io.revisit.identity.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitTest {

    @Test
    void isWrittenAsBurstAndPeriod() {
        assertThat(Limit.valueOf("5/30s")).isEqualTo(new Limit(5, Duration.ofSeconds(30)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "0/1s", "5/0s", "5/-1s", "many/1s"})
    void refusesWhatLimitsNothing(String text) {
        assertThatThrownBy(() -> Limit.valueOf(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
