package io.revisit.sync.convergence;

import io.revisit.testing.Phone.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/** A bad network to nodes that may be down: what is sent may arrive twice, late or not at all, and so may the answer. */
final class Wire {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final World world;
    private final AtomicInteger faults = new AtomicInteger();
    private final ConcurrentMap<String, Integer> answers = new ConcurrentHashMap<>();
    private volatile boolean broken = true;

    Wire(World world) {
        this.world = world;
    }

    /** From now on everything arrives. */
    void repair() {
        broken = false;
    }

    /** How many requests or answers went astray. */
    int faults() {
        return faults.get();
    }

    /** How many answers there were of each kind. */
    Map<String, Integer> answers() {
        return new TreeMap<>(answers);
    }

    /** The answer, if it came. */
    Optional<Answer> send(String path, String token, Object body, SplittableRandom random) {
        Optional<Answer> answer = tryToSend(path, token, body, random);
        answers.merge(path + " " + answer.map(Wire::kind).orElse("none"), 1, Integer::sum);
        return answer;
    }

    private static String kind(Answer answer) {
        return answer.status() + (answer.status() < 400 ? "" : " " + answer.errorCode());
    }

    private Optional<Answer> tryToSend(String path, String token, Object body, SplittableRandom random) {
        List<Integer> nodes = world.nodes();
        int port = nodes.get(random.nextInt(nodes.size()));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
                .build();
        int luck = broken ? random.nextInt(100) : 100;
        if (luck < 24) {
            faults.incrementAndGet();
        }
        if (luck < 8) {
            return cut(request, random.nextInt(40));
        }
        Optional<Answer> answer = luck < 14 ? twice(request) : await(start(request));
        return luck >= 14 && luck < 24 ? Optional.empty() : answer;
    }

    /** Whoever asked hangs up while the server may be in the middle of it. */
    private static Optional<Answer> cut(HttpRequest request, int afterMillis) {
        CompletableFuture<HttpResponse<String>> pending = start(request);
        try {
            HttpResponse<String> early = pending.get(afterMillis, TimeUnit.MILLISECONDS);
            return Optional.of(new Answer(early.statusCode(), early.body()));
        } catch (TimeoutException | ExecutionException late) {
            pending.cancel(true);
            return Optional.empty();
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    private static Optional<Answer> twice(HttpRequest request) {
        CompletableFuture<HttpResponse<String>> first = start(request);
        CompletableFuture<HttpResponse<String>> second = start(request);
        Optional<Answer> answer = await(first);
        await(second);
        return answer;
    }

    private static CompletableFuture<HttpResponse<String>> start(HttpRequest request) {
        return HTTP.sendAsync(request, BodyHandlers.ofString());
    }

    private static Optional<Answer> await(CompletableFuture<HttpResponse<String>> pending) {
        try {
            HttpResponse<String> response = pending.get();
            return Optional.of(new Answer(response.statusCode(), response.body()));
        } catch (ExecutionException lost) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    private static IllegalStateException interrupted(InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(stopped);
    }
}
