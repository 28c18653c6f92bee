package io.revisit.mobile.rxdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.NodeProgram;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReplicationSuiteIT extends RxdbTest {
    private static final int COLLECTIONS_OF_THE_SUITE = 17;

    @Test
    void passesTheSuiteOfRxdbUnchanged() {
        String tokens = Stream.generate(() -> newPhone(Persona.REP))
                .limit(COLLECTIONS_OF_THE_SUITE)
                .collect(Collectors.joining(","));

        String output = NodeProgram.in("rxdb")
                .run("suite.mjs", Map.of("REVISIT_URL", url(), "REVISIT_TOKENS", tokens, "DEFAULT_STORAGE", "memory"));

        assertThat(output).contains("# pass 8").contains("# fail 0").contains("# skipped 0");
    }
}
