package io.revisit;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.GraphQl;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The application as it is delivered, on its own PostgreSQL with the demo company, and killed in the middle of its work. */
class PackagedApplicationIT {
    private static final String LOGIN =
            """
            mutation { login(input: {email: "anne@northwind.demo", password: "revisit-demo",
                device: {id: "01900000-0000-7000-8000-000000000001", name: "phone", platform: ANDROID}}) { accessToken } }
            """;

    private Process application;

    @AfterEach
    void stop() throws InterruptedException {
        application.destroy();
        application.waitFor(30, TimeUnit.SECONDS);
    }

    @Test
    @Timeout(180)
    void whatWasAcknowledgedIsThereAfterAKill(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws IOException, InterruptedException {
        GraphQl anne = start(folder);
        var task = anne.send("{ tasks(first: 1) { nodes { id customer { id } } } }");
        var created = anne.send(
                """
                mutation ($customer: ID!) { createTask(input: {idempotencyKey: "k1", customerId: $customer,
                    title: "Bring samples", dueAt: "2030-01-01T10:00:00Z"}) { task { id } userErrors { code } } }
                """,
                Map.of("customer", task.at("/tasks/nodes/0/customer/id").asString()));
        String id = created.at("/createTask/task/id").asString();

        application.destroyForcibly().waitFor();
        GraphQl again = start(folder);

        assertThat(again.send("query ($id: ID!) { task(id: $id) { title } }", Map.of("id", id))
                        .at("/task/title")
                        .asString())
                .isEqualTo("Bring samples");
        assertThat(again.send("{ customers { totalCount } }")
                        .at("/customers/totalCount")
                        .asInt())
                .isPositive();
    }

    /** Anne, logged in at the application that has just been started. */
    private GraphQl start(Path folder) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar().toString())
                .redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("DATABASE_URL", "DATABASE_OWNER_URL", "REVISIT_DEMO"));
        builder.environment().putAll(Map.of("REVISIT_DATA_FOLDER", folder.toString(), "SERVER_PORT", "" + port));
        application = builder.start();
        BufferedReader output = application.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine();
                line == null || !line.contains("Revisit is ready");
                line = output.readLine()) {
            assertThat(line).as("%s", said).isNotNull();
            said.append(line).append('\n');
        }
        GraphQl anonymous = GraphQl.anonymous(port);
        return anonymous.as(anonymous.send(LOGIN).at("/login/accessToken").asString());
    }

    private static Path jar() throws IOException {
        try (var files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("revisit-api-.*\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
