package io.revisit.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** How a {@link Phone} compares digests and repairs what differs, as PROTOCOL.md says. */
public final class Reconciliation {
    private static final Map<String, Integer> LAST = Map.of("TimelineEntry", 50);
    private static final Comparator<Held> LATEST_FIRST = Comparator.comparing(Held::version)
            .thenComparing(held -> held.id().toString())
            .reversed();

    private static final String NOTHING = "0000000000000000";

    private final Phone phone;
    private int requests;
    private int rowsReceived;
    private int forgotten;
    private int totals;

    private record Held(UUID id, long version) {}

    public Reconciliation(Phone phone) {
        this.phone = phone;
    }

    /** Compares from the top and repairs; afterwards the phone has the cursor that came with the totals. */
    public Reconciliation run() {
        Map<String, Object> request = request();
        request.put("cursor", phone.cursor());
        JsonNode answer = ask(request);
        totals = answer.get("collections").size();
        for (JsonNode total : answer.get("collections")) {
            String collection = total.get("collection").stringValue();
            if (!total.get("hash").stringValue().equals(hash(all(collection)))
                    || total.get("count").intValue() != all(collection).size()) {
                repair(collection);
            }
        }
        phone.cursor(answer.get("cursor").stringValue());
        return this;
    }

    /** Whether digests that a pull brought are those of what the phone holds. */
    public boolean agrees(JsonNode digests) {
        for (JsonNode total : digests) {
            List<Held> held = all(total.get("collection").stringValue());
            if (total.get("count").intValue() != held.size()
                    || !total.get("hash").stringValue().equals(hash(held))) {
                return false;
            }
        }
        return true;
    }

    /** How many collections the server named. */
    public int totals() {
        return totals;
    }

    public int requests() {
        return requests;
    }

    public int rowsReceived() {
        return rowsReceived;
    }

    public int forgotten() {
        return forgotten;
    }

    private void repair(String collection) {
        Set<UUID> scopes = new TreeSet<>(Comparator.comparing(UUID::toString));
        Map<UUID, String> theirs = new TreeMap<>();
        String after = null;
        boolean more = true;
        while (more) {
            Map<String, Object> request = request();
            request.put("collection", collection);
            request.put("after", after);
            JsonNode answer = ask(request);
            for (JsonNode scope : answer.get("scopes")) {
                after = scope.get("scope").stringValue();
                theirs.put(UUID.fromString(after), scope.get("hash").stringValue());
            }
            more = answer.get("more").booleanValue();
        }
        scopes.addAll(theirs.keySet());
        scopes.addAll(phone.scopes(collection));
        for (UUID scope : scopes) {
            if (!hash(latest(collection, scope)).equals(theirs.getOrDefault(scope, NOTHING))) {
                repair(collection, scope);
            }
        }
    }

    private void repair(String collection, UUID scope) {
        boolean more = true;
        while (more) {
            Map<String, Object> request = request();
            request.put("collection", collection);
            request.put("scope", scope);
            request.put(
                    "records",
                    latest(collection, scope).stream()
                            .map(held -> List.of(held.id(), held.version()))
                            .toList());
            JsonNode answer = ask(request);
            rowsReceived += answer.get("rows").size();
            forgotten += answer.get("forget").size();
            answer.get("rows").forEach(row -> phone.keep(answer, row));
            answer.get("forget")
                    .forEach(id -> phone.leave(new Phone.Key(collection, UUID.fromString(id.stringValue())), scope));
            more = answer.get("more").booleanValue();
        }
    }

    private List<Held> all(String collection) {
        return phone.scopes(collection).stream()
                .flatMap(scope -> latest(collection, scope).stream())
                .toList();
    }

    private List<Held> latest(String collection, UUID scope) {
        List<Held> held = new ArrayList<>();
        for (UUID id : phone.ids(collection)) {
            if (phone.scopesOf(collection, id).contains(scope)) {
                held.add(new Held(
                        id, phone.find(collection, id).get("syncVersion").longValue()));
            }
        }
        held.sort(LATEST_FIRST);
        return held.subList(0, Math.min(held.size(), LAST.getOrDefault(collection, Integer.MAX_VALUE)));
    }

    private JsonNode ask(Map<String, Object> request) {
        requests++;
        Phone.Answer answer = phone.post("/sync/digest", request);
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
        return answer.json();
    }

    private static Map<String, Object> request() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("protocol", 1);
        request.put("schema", 1);
        return request;
    }

    private static String hash(List<Held> records) {
        long hash = 0;
        for (Held held : records) {
            hash ^= ByteBuffer.wrap(sha256(held.id() + ":" + held.version())).getLong();
        }
        return HexFormat.of().toHexDigits(hash);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
