package io.revisit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeProgramTest {
    private static NodeProgram program;

    @BeforeAll
    static void install(@TempDir Path folder) throws IOException {
        Path client = Files.createDirectories(folder.resolve("node-program-test"));
        Files.writeString(
                client.resolve("package.json"), "{\"name\": \"x\", \"private\": true, \"version\": \"1.0.0\"}");
        Files.writeString(
                client.resolve("package-lock.json"),
                """
                {"name": "x", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": {"name": "x", "version": "1.0.0"}}}
                """);
        Files.writeString(
                client.resolve("main.mjs"),
                """
                console.log(`hello ${process.env.NAME} ${process.argv[2]}`)
                if (process.env.NAME === 'forever') setInterval(() => {}, 1000)
                else if (process.env.NAME === 'bad') throw new Error('no good')
                """);
        program = NodeProgram.in(client);
    }

    @Test
    void answersWhatItPrinted() {
        assertThat(program.run("main.mjs", Map.of("NAME", "there"), "friend")).isEqualTo("hello there friend\n");
    }

    @Test
    void failsWithItsOutput() {
        assertThatThrownBy(() -> program.run("main.mjs", Map.of("NAME", "bad")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ended with 1")
                .hasMessageContaining("hello bad")
                .hasMessageContaining("no good");
    }

    @Test
    void endsWhatDoesNotEnd() {
        assertThatThrownBy(() -> program.within(Duration.ofSeconds(2)).run("main.mjs", Map.of("NAME", "forever")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("did not end within PT2S")
                .hasMessageContaining("hello forever");
    }
}
