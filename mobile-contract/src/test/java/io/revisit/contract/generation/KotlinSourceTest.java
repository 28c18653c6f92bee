package io.revisit.contract.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KotlinSourceTest {
    private static final String USE =
            """
            package io.revisit.contract

            import kotlinx.serialization.json.Json

            private val json = Json { ignoreUnknownKeys = true }

            fun frame(line: String): String = when (val frame = json.decodeFromString<Frame>(line)) {
                is HelloFrame -> frame.serverTime
                is DropFrame -> frame.scope
                is RowsFrame -> frame.columns.joinToString()
                is TombstonesFrame -> frame.records.joinToString()
                is DigestFrame -> frame.digests.joinToString { it.hash }
                is CheckpointFrame -> frame.cursor
            }

            fun applied(body: String): Boolean =
                json.decodeFromString<PushResult>(body).verdicts.all { it.status == VerdictStatus.APPLIED }

            fun tier(record: String): CustomerTier = json.decodeFromString<Customer>(record).tier
            """;

    @Test
    void compiles(@TempDir Path folder) throws IOException {
        Path use = Files.writeString(folder.resolve("Use.kt"), USE);

        assertThat(compile(folder, Path.of("target/generated-contract/kotlin"), use))
                .isEmpty();
    }

    /** What the compiler says, empty when all is well. */
    private static String compile(Path folder, Path... sources) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ExitCode end = new K2JVMCompiler()
                .exec(
                        new PrintStream(said, true, StandardCharsets.UTF_8),
                        Arrays.stream(new String[][] {
                                    {"-no-stdlib", "-no-reflect", "-Werror", "-jvm-target", "17"},
                                    {"-classpath", jars("kotlin-stdlib", "kotlinx-serialization")},
                                    {"-Xplugin=" + jars("kotlin-serialization-compiler-plugin")},
                                    {"-d", folder.resolve("classes").toString()},
                                    Arrays.stream(sources).map(Path::toString).toArray(String[]::new)
                                })
                                .flatMap(Arrays::stream)
                                .toArray(String[]::new));
        String text = said.toString(StandardCharsets.UTF_8);
        return end == ExitCode.OK ? "" : end + "\n" + text;
    }

    private static String jars(String... names) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Arrays.stream(names)
                        .anyMatch(Path.of(entry).getFileName().toString()::startsWith))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
