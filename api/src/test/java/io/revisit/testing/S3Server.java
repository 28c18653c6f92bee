package io.revisit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;

/** An S3 store of a test's own, as a process. It keeps objects in files and does not check who asks. */
public final class S3Server implements AutoCloseable {
    private static final Path JAR = Path.of("target/s3-server/s3-server.jar");

    private final Process process;
    private final Path folder;
    private final URI endpoint;

    private S3Server(Process process, Path folder, URI endpoint) {
        this.process = process;
        this.folder = folder;
        this.endpoint = endpoint;
    }

    /** Starts it with one empty bucket. */
    public static S3Server start(String bucket) {
        try {
            Path folder = Files.createTempDirectory("revisit-s3");
            int port = freePort();
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            Process process = new ProcessBuilder(
                            java,
                            "-Xmx256m",
                            "-jar",
                            JAR.toAbsolutePath().toString(),
                            "--http.port=" + port,
                            "--server.port=0",
                            "--com.adobe.testing.s3mock.store.root=" + folder.resolve("objects"),
                            "--com.adobe.testing.s3mock.store.initial-buckets=" + bucket)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("server.log").toFile())
                    .start();
            S3Server server = new S3Server(process, folder, URI.create("http://localhost:" + port));
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptions()
                    .until(() -> server.answers(bucket));
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public String endpoint() {
        return endpoint.toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        FileSystemUtils.deleteRecursively(folder.toFile());
    }

    private boolean answers(String bucket) throws IOException, InterruptedException {
        HttpRequest head = HttpRequest.newBuilder(endpoint.resolve("/" + bucket))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient()
                        .send(head, HttpResponse.BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
