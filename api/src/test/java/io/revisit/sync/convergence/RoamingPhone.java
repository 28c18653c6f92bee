package io.revisit.sync.convergence;

import io.revisit.sync.convergence.World.Device;
import io.revisit.testing.Phone;
import io.revisit.testing.Phone.Answer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A phone on the road: it keeps pages that arrive whole, and asks again for those that do not. */
final class RoamingPhone {
    private static final int MOST_PAGES = 2_000;

    private final World world;
    private final Wire wire;
    private final Device device;
    private final Phone copy = new Phone(0, "");
    private final Outbox outbox;
    private @Nullable String formerCursor;

    RoamingPhone(World world, Wire wire, Device device, Verdicts verdicts, Duration skew) {
        this.world = world;
        this.wire = wire;
        this.device = device;
        this.outbox = new Outbox(world, wire, device, verdicts, skew);
    }

    Device device() {
        return device;
    }

    /** What it holds, by collection and id. */
    Map<String, Map<String, JsonNode>> contents() {
        return copy.contents();
    }

    /** Somebody edits something, with or without a network. */
    synchronized void edit(SplittableRandom random) {
        outbox.edit(copy.contents(), copy.cursor(), random);
    }

    synchronized void push(SplittableRandom random) {
        outbox.push(random, false);
    }

    /** Pushes until every edit has its verdict. */
    synchronized void pushAll(SplittableRandom random) {
        for (int time = 0; !outbox.isEmpty(); time++) {
            if (!outbox.push(random, true) || time > MOST_PAGES) {
                throw new IllegalStateException(device + " cannot push");
            }
        }
    }

    /** Pulls some pages, as far as the network carries. */
    synchronized void pullSome(SplittableRandom random) {
        int pages = 1 + random.nextInt(4);
        int maxBytes = random.nextInt(3) == 0 ? 16 * 1024 : 1024 * 1024;
        for (int page = 0; page < pages; page++) {
            Optional<Answer> answer = ask(copy.cursor(), maxBytes, random);
            if (answer.isEmpty() || answer.get().status() != 200) {
                return;
            }
            formerCursor = copy.cursor();
            if (!copy.store(answer.get())) {
                return;
            }
        }
    }

    /** A request that was under way for long: it arrives although the phone has gone on, and nobody hears the answer. */
    synchronized void askForWhatItHas(SplittableRandom random) {
        ask(formerCursor, 16 * 1024, random);
    }

    /** Pulls until there is nothing more. */
    synchronized void pullAll(SplittableRandom random) {
        boolean more = true;
        for (int page = 0; more; page++) {
            Answer answer = ask(copy.cursor(), 1024 * 1024, random).orElseThrow();
            if (answer.status() != 200 || page > MOST_PAGES) {
                throw new IllegalStateException(device + " page " + page + ": " + answer);
            }
            more = copy.store(answer);
        }
    }

    private Optional<Answer> ask(@Nullable String cursor, int maxBytes, SplittableRandom random) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("protocol", 1);
        body.put("schema", 1);
        body.put("cursor", cursor);
        body.put("maxBytes", maxBytes);
        return wire.send("/sync/pull", world.token(device), body, random);
    }
}
