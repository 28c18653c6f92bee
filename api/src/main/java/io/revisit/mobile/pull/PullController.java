package io.revisit.mobile.pull;

import io.revisit.contract.ErrorCode;
import io.revisit.contract.ProtocolVersion;
import io.revisit.mobile.Body;
import io.revisit.mobile.Cursors;
import io.revisit.mobile.Fields;
import io.revisit.mobile.MobileErrors;
import io.revisit.mobile.MobileSettings;
import io.revisit.mobile.SyncMeters;
import io.revisit.mobile.devices.Presence;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.security.Viewer;
import io.revisit.sync.collection.Collections;
import io.revisit.sync.cursor.Cursor;
import io.revisit.sync.pull.PullEngine;
import io.revisit.sync.pull.PullPage;
import io.revisit.sync.pull.PullRequest;
import io.revisit.sync.pull.Reader;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /sync/pull}: the next page of what a phone lacks, as frames of newline-delimited JSON. */
@RestController
class PullController {
    private static final MediaType FRAMES = MediaType.parseMediaType("application/x-ndjson");
    private static final int MOST_COLLECTIONS = 100;

    private final PullEngine engine;
    private final Cursors cursors;
    private final Collections collections;
    private final MobileSettings settings;
    private final MobileErrors errors;
    private final InstantSource clock;
    private final Presence presence;
    private final SyncMeters meters;
    private final JsonMapper json;

    PullController(
            PullEngine engine,
            Cursors cursors,
            Collections collections,
            MobileSettings settings,
            MobileErrors errors,
            InstantSource clock,
            Presence presence,
            SyncMeters meters,
            JsonMapper json) {
        this.presence = presence;
        this.meters = meters;
        this.engine = engine;
        this.cursors = cursors;
        this.collections = collections;
        this.settings = settings;
        this.errors = errors;
        this.clock = clock;
        this.json = json;
    }

    @PostMapping("/sync/pull")
    Mono<Void> pull(ServerWebExchange exchange, @RequestBody(required = false) Mono<byte[]> body) {
        return MobileErrors.viewer(exchange)
                .flatMap(viewer -> body.defaultIfEmpty(new byte[0])
                        .map(bytes -> new Fields(json.readTree(bytes)))
                        .flatMap(fields -> request(fields, viewer))
                        .flatMap(request -> meters.pull(page(viewer, request))))
                .flatMap(frames -> Body.write(exchange, FRAMES, frames))
                .onErrorResume(failure -> errors.answer(exchange, failure));
    }

    private Mono<String> page(Viewer viewer, PullRequest request) {
        return engine.pull(new Reader(viewer.tenantId(), viewer.userId()), request)
                .flatMap(page -> cursors.write(page.cursor()).map(cursor -> {
                    String frames = frames(page, request.schemaVersion(), cursor);
                    presence.pulled(viewer, request.cursor(), request.schemaVersion(), !page.more());
                    meters.page(page.records(), frames.length());
                    return frames;
                }));
    }

    private Mono<PullRequest> request(Fields fields, Viewer viewer) {
        int protocol = fields.number("protocol", 0, Integer.MAX_VALUE);
        if (protocol < ProtocolVersion.OLDEST_SUPPORTED) {
            throw new ApiException(
                    ErrorCode.UPGRADE_REQUIRED, Map.of("oldestProtocol", ProtocolVersion.OLDEST_SUPPORTED));
        }
        // An app may be newer than a server that is just being replaced: it gets what the server knows.
        int schema = Math.min(fields.number("schema", 1, Integer.MAX_VALUE), collections.schemaVersion());
        int maxBytes = fields.number(
                "maxBytes", MobileSettings.FEWEST_PULL_BYTES, MobileSettings.MOST_PULL_BYTES, settings.pullBytes());
        boolean digests = fields.flag("digests");
        Set<String> wanted = fields.texts("collections", MOST_COLLECTIONS);
        String token = fields.optionalText("cursor");
        return (token == null
                        ? Mono.just(Optional.<Cursor>empty())
                        : cursors.read(token, viewer, "cursor").map(Optional::of))
                .map(cursor -> new PullRequest(orNull(cursor), schema, wanted, digests, maxBytes));
    }

    private static @Nullable Cursor orNull(Optional<Cursor> cursor) {
        return cursor.orElse(null);
    }

    private String frames(PullPage page, int schemaVersion, String cursor) {
        int bytes = page.rows().stream().mapToInt(rows -> rows.json().length()).sum();
        StringBuilder frames = new StringBuilder(bytes + 4096);
        frames.append(json.writeValueAsString(new Hello(
                        "hello",
                        ProtocolVersion.CURRENT,
                        schemaVersion,
                        clock.instant().toString(),
                        page.verify())))
                .append('\n');
        for (var scope : page.drops()) {
            frames.append("{\"frame\":\"drop\",\"scope\":\"").append(scope).append("\"}\n");
        }
        for (PullPage.Rows rows : page.rows()) {
            frames.append("{\"frame\":\"rows\",\"collection\":\"")
                    .append(rows.collection())
                    .append("\",\"columns\":")
                    .append(json.writeValueAsString(rows.columns()))
                    .append(",\"rows\":[")
                    .append(rows.json())
                    .append("]}\n");
        }
        for (PullPage.Tombstones tombstones : page.tombstones()) {
            frames.append("{\"frame\":\"tombstones\",\"collection\":\"")
                    .append(tombstones.collection())
                    .append("\",\"records\":[")
                    .append(tombstones.json())
                    .append("]}\n");
        }
        if (!page.digests().isEmpty()) {
            frames.append("{\"frame\":\"digest\",\"digests\":")
                    .append(json.writeValueAsString(page.digests().stream()
                            .map(digest -> new Total(digest.name(), digest.count(), digest.hash()))
                            .toList()))
                    .append("}\n");
        }
        return frames.append("{\"frame\":\"checkpoint\",\"cursor\":\"")
                .append(cursor)
                .append("\",\"more\":")
                .append(page.more())
                .append("}\n")
                .toString();
    }

    private record Total(String collection, long count, String hash) {}

    private record Hello(String frame, int protocol, int schema, String serverTime, boolean verify) {}
}
