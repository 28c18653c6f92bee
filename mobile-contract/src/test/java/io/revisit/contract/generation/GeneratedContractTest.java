package io.revisit.contract.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.NodeProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The libraries for which something is generated take it. */
class GeneratedContractTest {
    private static final String OLDER =
            """
            directive @synced(scope: [String!], merge: Merge, last: Int, since: Int! = 1, deviceClock: Boolean! = false)
                on OBJECT | FIELD_DEFINITION
            enum Merge { CLIENT SERVER ASK }
            scalar DateTime
            scalar JSON
            interface Node { id: ID! }
            type Query { human: Human }
            type Human implements Node @synced(scope: ["tenant"]) {
              id: ID!
              name: String!
              synced: Boolean!
            }
            """;
    private static final String ADDED =
            """
            extend type Query { dog: Dog }
            extend type Human {
              bornAt: DateTime @synced(since: 2)
              nick: String! @synced(since: 3)
              facts: JSON @synced(since: 3)
              names: [String!]! @synced(since: 3)
            }
            type Dog implements Node @synced(scope: ["owner"], since: 2) {
              id: ID!
              owner: Human!
              revision: Int
              barks: Boolean! @synced(since: 3)
            }
            """;

    @Test
    void isTakenByTheLibrariesItIsFor(@TempDir Path folder) throws IOException {
        String printed = NodeProgram.in("generated")
                .run(
                        "check.mjs",
                        Map.of(),
                        Path.of("target/generated-contract").toAbsolutePath().toString(),
                        generate(folder.resolve("older"), OLDER),
                        generate(folder.resolve("newer"), OLDER, ADDED));

        assertThat(printed).contains("accepted", "Customer", "Visit");
    }

    @Test
    void isPackedIntoTheJar() throws IOException {
        Map<String, String> files = ContractGenerator.files(ProductSchema.read(), WireSchema.read());

        assertThat(files).isNotEmpty();
        for (Map.Entry<String, String> file : files.entrySet()) {
            try (var stream = getClass().getResourceAsStream("/generated-contract/" + file.getKey())) {
                assertThat(stream).as(file.getKey()).hasContent(file.getValue());
            }
        }
    }

    private static String generate(Path folder, String... sdl) throws IOException {
        Map<String, String> files = ContractGenerator.files(new ProductSchema(sdl), WireSchema.read());
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path target = folder.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
        }
        return folder.toString();
    }
}
