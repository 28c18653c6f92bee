package io.revisit.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** Sends requests: as fast as answers come, or at a steady rate. */
final class Load {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI uri;

    Load(URI uri) {
        this.uri = uri;
    }

    /** One request: whose, and what. */
    record Call(String token, String body) {}

    /** What came of it. Times in milliseconds, bytes as they came over the wire. */
    record Result(long requests, double seconds, double p50, double p99, double bytesPerAnswer) {
        double perSecond() {
            return requests / seconds;
        }
    }

    /** As many as fit into the time, this many at once. */
    Result saturate(int connections, double seconds, IntFunction<Call> calls) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        return run(connections, 0, end, calls);
    }

    /** At this rate for that time, measured from when each request was due. */
    Result steady(double perSecond, double seconds, IntFunction<Call> calls) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        return run(16, perSecond, end, calls);
    }

    private Result run(int connections, double perSecond, long end, IntFunction<Call> calls) {
        ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
        AtomicLong bytes = new AtomicLong();
        AtomicLong next = new AtomicLong();
        long begin = System.nanoTime();
        CountDownLatch done = new CountDownLatch(connections);
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        for (int thread = 0; thread < connections; thread++) {
            threads.execute(() -> {
                while (true) {
                    long number = next.getAndIncrement();
                    long due = perSecond == 0 ? System.nanoTime() : begin + (long) (number / perSecond * 1e9);
                    if (due >= end) {
                        break;
                    }
                    while (System.nanoTime() < due) {
                        LockSupport.parkNanos(due - System.nanoTime());
                    }
                    bytes.addAndGet(send(calls.apply((int) number)).length);
                    nanos.add(System.nanoTime() - due);
                }
                done.countDown();
            });
        }
        try {
            if (!done.await(10, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the server hangs");
            }
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
        double elapsed = (System.nanoTime() - begin) / 1e9;
        threads.shutdown();
        double[] millis =
                nanos.stream().mapToDouble(nano -> nano / 1e6).sorted().toArray();
        return new Result(
                millis.length, elapsed, at(millis, 0.5), at(millis, 0.99), (double) bytes.get() / millis.length);
    }

    /** The answer's bytes, compressed as they came. */
    byte[] send(Call call) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .header("Accept-Encoding", "gzip")
                .header("Authorization", "Bearer " + call.token())
                .POST(HttpRequest.BodyPublishers.ofString(call.body()))
                .build();
        try {
            HttpResponse<byte[]> response = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(
                        response.statusCode() + " " + new String(response.body(), StandardCharsets.UTF_8));
            }
            return response.body();
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
    }

    static double median(double... values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
