package io.revisit.mobile.events;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A phone's event stream over real HTTP; its lines can be waited for. */
final class EventStream implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String END = "end of the stream";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final InputStream body;
    private final int status;

    EventStream(int port, String token) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/sync/events"))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream")
                .build();
        try {
            HttpResponse<InputStream> response = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
            status = response.statusCode();
            body = response.body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
        Thread reader = new Thread(this::read, "event-stream");
        reader.setDaemon(true);
        reader.start();
    }

    int status() {
        return status;
    }

    /** Whether a line that begins so comes within the time; lines before it are passed over. */
    boolean comes(String beginning, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (String line = next(end); line != null; line = next(end)) {
            if (line.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    boolean isToldOfAChange() throws InterruptedException {
        return comes("event:change", 10_000);
    }

    boolean ends() throws InterruptedException {
        return comes(END, 10_000);
    }

    /** Forgets what has come so far. */
    void forget() {
        lines.clear();
    }

    private @Nullable String next(long end) throws InterruptedException {
        return lines.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void read() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException closed) {
            // Ended all the same.
        }
        lines.add(END);
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
