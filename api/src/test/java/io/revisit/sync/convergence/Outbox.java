package io.revisit.sync.convergence;

import io.revisit.sync.convergence.World.Device;
import io.revisit.testing.Phone.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A phone's queue: edits wait in it until each has a verdict, and are sent in any order and as often as it takes. */
final class Outbox {
    private final World world;
    private final Wire wire;
    private final Device device;
    private final Verdicts verdicts;
    private final Duration skew;
    private final Map<UUID, Edit> queue = new LinkedHashMap<>();
    private int sequence;

    Outbox(World world, Wire wire, Device device, Verdicts verdicts, Duration skew) {
        this.world = world;
        this.wire = wire;
        this.device = device;
        this.verdicts = verdicts;
        this.skew = skew;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Edits something that the phone holds. */
    void edit(Map<String, Map<String, JsonNode>> held, @Nullable String cursor, SplittableRandom random) {
        Draft draft = Draft.of(held, random, sequence);
        if (draft == null) {
            return;
        }
        Edit edit = draft.edit(++sequence, device.userId(), cursor, now());
        queue.put(edit.id(), edit);
        verdicts.written(edit);
        if (draft.follow() != null && random.nextInt(2) == 0) {
            edit(Map.of(draft.follow().key(), draft.follow().fields()), cursor, random);
        }
    }

    /** Sends what is queued; on a bad day only a part of it, or in another order. Whether the server answered. */
    boolean push(SplittableRandom random, boolean orderly) {
        List<Edit> sent = new ArrayList<>(queue.values());
        if (!orderly && random.nextInt(4) == 0) {
            sent = new ArrayList<>(sent.subList(random.nextInt(sent.size() + 1), sent.size()));
        }
        if (!orderly && random.nextInt(6) == 0) {
            java.util.Collections.reverse(sent);
        }
        if (sent.isEmpty()) {
            return true;
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("protocol", 1);
        body.put("schema", 1);
        body.put("device", device.id());
        body.put("sentAt", now().toString());
        body.put("mutations", sent.stream().map(Edit::json).toList());
        Optional<Answer> answer = wire.send("/sync/push", world.token(device), body, random);
        if (answer.isEmpty() || answer.get().status() != 200) {
            return false;
        }
        JsonNode judged = answer.get().json().get("verdicts");
        for (int place = 0; place < sent.size(); place++) {
            JsonNode verdict = judged.get(place);
            if (verdict.hasNonNull("status")) {
                verdicts.judged(sent.get(place), verdict);
                queue.remove(sent.get(place).id());
            }
        }
        return true;
    }

    private Instant now() {
        return Instant.now().plus(skew);
    }
}
