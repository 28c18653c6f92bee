package io.revisit.platform.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NewIdsTest {
    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00.123Z");

    @Test
    void areOfVersionSevenAndCarryTheTime() {
        UUID id = NewIds.at(NOW);
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void sortByTime() {
        assertThat(NewIds.at(NOW).toString())
                .isLessThan(NewIds.at(NOW.plusMillis(1)).toString());
    }

    @Test
    void differ() {
        Set<UUID> ids = new HashSet<>();
        for (int index = 0; index < 10_000; index++) {
            ids.add(NewIds.at(NOW));
        }
        assertThat(ids).hasSize(10_000);
    }

    @Test
    void giveWayToWhatTheClientChose() {
        UUID chosen = UUID.randomUUID();
        assertThat(NewIds.chosenOrNew(Input.of(Map.of("id", chosen.toString())), NOW))
                .isEqualTo(chosen);
        assertThat(NewIds.chosenOrNew(Input.of(Map.of()), NOW).version()).isEqualTo(7);
    }
}
