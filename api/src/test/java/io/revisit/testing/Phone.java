package io.revisit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A phone that speaks the native protocol over real HTTP and keeps what it was sent, as PROTOCOL.md says. */
public final class Phone {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI server;
    private final String token;
    private final Map<Key, Map<String, JsonNode>> records = new HashMap<>();
    private final Map<Key, Set<UUID>> scopes = new HashMap<>();
    private @Nullable String cursor;
    private int schema = 1;
    private boolean digests;
    private int maxBytes = 1024 * 1024;

    /** A record on the phone. */
    public record Key(String collection, UUID id) {}

    /** An answer of the server, as it came. */
    public record Answer(int status, String body) {
        public JsonNode json() {
            return JSON.readTree(body);
        }

        /** The code of a refusal, null when there is none. */
        public @Nullable String errorCode() {
            return status < 400 ? null : json().at("/error/code").asString();
        }

        /** The lines of a pull. */
        public List<JsonNode> frames() {
            return body.lines().map(JSON::readTree).toList();
        }

        public List<JsonNode> frames(String kind) {
            return frames().stream()
                    .filter(frame -> frame.get("frame").stringValue().equals(kind))
                    .toList();
        }
    }

    public Phone(int port, String token) {
        this.server = URI.create("http://localhost:" + port);
        this.token = token;
    }

    /** An empty phone with another token. */
    public Phone as(String otherToken) {
        return new Phone(server.getPort(), otherToken);
    }

    public Phone schema(int version) {
        this.schema = version;
        return this;
    }

    public Phone maxBytes(int bytes) {
        this.maxBytes = bytes;
        return this;
    }

    public @Nullable String cursor() {
        return cursor;
    }

    public void cursor(@Nullable String elsewhere) {
        this.cursor = elsewhere;
    }

    /** Pulls page after page until there is none; the answers that came. */
    public List<Answer> pull() {
        List<Answer> pages = new ArrayList<>();
        boolean more = true;
        while (more) {
            if (pages.size() > 1000) {
                throw new IllegalStateException("the pages never end");
            }
            Answer page = pullPage();
            if (page.status() != 200) {
                throw new IllegalStateException(page.status() + " " + page.body());
            }
            pages.add(page);
            more = store(page);
        }
        return pages;
    }

    /** Asks for digests with the pages from now on. */
    public Phone digests() {
        this.digests = true;
        return this;
    }

    /** Asks for one page and keeps nothing of it. */
    public Answer pullPage() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("protocol", 1);
        body.put("schema", schema);
        body.put("cursor", cursor);
        body.put("maxBytes", maxBytes);
        body.put("digests", digests);
        return post("/sync/pull", body);
    }

    /** Keeps a page; whether another follows. A page that was cut off is kept as far as it goes, and asked for again. */
    public boolean store(Answer page) {
        boolean more = true;
        for (JsonNode frame : page.frames()) {
            switch (frame.get("frame").stringValue()) {
                case "drop" -> drop(UUID.fromString(frame.get("scope").stringValue()));
                case "rows" -> frame.get("rows").forEach(row -> keep(frame, row));
                case "tombstones" ->
                    frame.get("records")
                            .forEach(pair -> leave(
                                    new Key(frame.get("collection").stringValue(), id(pair.get(1))), id(pair.get(0))));
                case "checkpoint" -> {
                    cursor = frame.get("cursor").stringValue();
                    more = frame.get("more").booleanValue();
                }
                default -> {}
            }
        }
        return more;
    }

    public Answer post(String path, Object body) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** The ids of a collection's records. */
    public Set<UUID> ids(String collection) {
        Set<UUID> ids = new HashSet<>();
        records.keySet().stream()
                .filter(key -> key.collection().equals(collection))
                .forEach(key -> ids.add(key.id()));
        return ids;
    }

    /** A record's fields, null when the phone has none. */
    public @Nullable Map<String, JsonNode> find(String collection, UUID id) {
        return records.get(new Key(collection, id));
    }

    public Set<UUID> scopesOf(String collection, UUID id) {
        return scopes.getOrDefault(new Key(collection, id), Set.of());
    }

    /** The scopes in which the phone has records of a collection. */
    Set<UUID> scopes(String collection) {
        Set<UUID> found = new HashSet<>();
        scopes.forEach((key, of) -> {
            if (key.collection().equals(collection)) {
                found.addAll(of);
            }
        });
        return found;
    }

    /** Everything, in a form that can be compared. */
    public Map<String, Map<String, JsonNode>> contents() {
        Map<String, Map<String, JsonNode>> contents = new TreeMap<>();
        records.forEach((key, fields) -> contents.put(key.collection() + " " + key.id(), new TreeMap<>(fields)));
        return contents;
    }

    void keep(JsonNode frame, JsonNode row) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        JsonNode columns = frame.get("columns");
        for (int index = 0; index < columns.size(); index++) {
            fields.put(columns.get(index).stringValue(), row.get(index));
        }
        UUID scope = id(fields.remove("syncScope"));
        Key key = new Key(frame.get("collection").stringValue(), id(fields.get("id")));
        records.put(key, fields);
        scopes.computeIfAbsent(key, unknown -> new HashSet<>()).add(scope);
    }

    private void drop(UUID scope) {
        List.copyOf(scopes.keySet()).forEach(key -> leave(key, scope));
    }

    void leave(Key key, UUID scope) {
        Set<UUID> left = scopes.getOrDefault(key, new HashSet<>());
        left.remove(scope);
        if (left.isEmpty()) {
            scopes.remove(key);
            records.remove(key);
        }
    }

    private static UUID id(JsonNode value) {
        return UUID.fromString(value.stringValue());
    }
}
