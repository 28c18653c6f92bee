package io.revisit.mobile.digest;

import io.revisit.mobile.Body;
import io.revisit.mobile.Cursors;
import io.revisit.mobile.Fields;
import io.revisit.mobile.MobileErrors;
import io.revisit.mobile.MobileSettings;
import io.revisit.platform.security.Viewer;
import io.revisit.sync.collection.Collection;
import io.revisit.sync.collection.Collections;
import io.revisit.sync.cursor.Cursor;
import io.revisit.sync.cursor.Phase;
import io.revisit.sync.digest.Digest;
import io.revisit.sync.digest.DigestEngine;
import io.revisit.sync.digest.HeldRecords;
import io.revisit.sync.digest.Repair;
import io.revisit.sync.digest.ScopeDigests;
import io.revisit.sync.digest.Totals;
import io.revisit.sync.pull.Reader;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /sync/digest}: totals of all collections with a fresh cursor, then the scopes of one collection, then the
 * records of one scope, of which only those that differ are answered. It is how a phone whose cursor is lost goes on.
 */
@RestController
class DigestController {
    private static final int MOST_SCOPES = 1000;

    private final DigestEngine engine;
    private final Cursors cursors;
    private final Collections collections;
    private final MobileSettings settings;
    private final MobileErrors errors;
    private final InstantSource clock;
    private final JsonMapper json;

    DigestController(
            DigestEngine engine,
            Cursors cursors,
            Collections collections,
            MobileSettings settings,
            MobileErrors errors,
            InstantSource clock,
            JsonMapper json) {
        this.engine = engine;
        this.cursors = cursors;
        this.collections = collections;
        this.settings = settings;
        this.errors = errors;
        this.clock = clock;
        this.json = json;
    }

    @PostMapping("/sync/digest")
    Mono<Void> digest(ServerWebExchange exchange, @RequestBody(required = false) Mono<byte[]> body) {
        return MobileErrors.viewer(exchange)
                .flatMap(viewer -> body.defaultIfEmpty(new byte[0])
                        .map(bytes -> DigestRequest.of(new Fields(json.readTree(bytes)), collections, settings))
                        .flatMap(request -> answer(viewer, request)))
                .flatMap(answer -> Body.write(exchange, MediaType.APPLICATION_JSON, answer))
                .onErrorResume(failure -> errors.answer(exchange, failure));
    }

    private Mono<String> answer(Viewer viewer, DigestRequest request) {
        Reader reader = new Reader(viewer.tenantId(), viewer.userId());
        Collection collection = request.collection();
        HeldRecords held = request.held();
        if (collection == null) {
            return totals(viewer, reader, request);
        }
        return held == null
                ? engine.scopes(reader, collection, request.after(), MOST_SCOPES)
                        .map(scopes -> scopes(collection, scopes))
                : engine.repair(reader, collection, request.schemaVersion(), held, request.maxBytes())
                        .map(repair -> repair(collection, held, repair));
    }

    private Mono<String> totals(Viewer viewer, Reader reader, DigestRequest request) {
        // Records that are the same lack new fields nevertheless: the next pull brings those.
        Mono<Integer> known = request.cursor() == null
                ? Mono.just(request.schemaVersion())
                : cursors.schemaVersion(request.cursor(), viewer, "cursor")
                        .map(version -> Math.min(version, request.schemaVersion()));
        return Mono.zip(known, engine.totals(reader, request.schemaVersion())).flatMap(found -> cursors.write(
                        cursor(reader, found.getT1(), found.getT2()))
                .map(cursor -> {
                    Map<String, Object> answer = new LinkedHashMap<>();
                    answer.put("serverTime", clock.instant().toString());
                    answer.put("cursor", cursor);
                    answer.put("collections", named("collection", found.getT2().collections()));
                    return json.writeValueAsString(answer);
                }));
    }

    private Cursor cursor(Reader reader, int schemaVersion, Totals totals) {
        return new Cursor(
                reader.tenantId(),
                reader.userId(),
                schemaVersion,
                clock.instant(),
                totals.snapshot(),
                null,
                Phase.DELTA,
                null);
    }

    private String scopes(Collection collection, ScopeDigests scopes) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("collection", collection.name());
        answer.put("scopes", named("scope", scopes.scopes()));
        answer.put("more", scopes.more());
        return json.writeValueAsString(answer);
    }

    private String repair(Collection collection, HeldRecords held, Repair repair) {
        return "{\"collection\":\"%s\",\"scope\":\"%s\",\"columns\":%s,\"rows\":[%s],\"forget\":%s,\"more\":%s}"
                .formatted(
                        collection.name(),
                        held.scope(),
                        json.writeValueAsString(repair.columns()),
                        repair.rows(),
                        json.writeValueAsString(repair.forget()),
                        repair.more());
    }

    private static List<Map<String, Object>> named(String name, List<Digest> digests) {
        return digests.stream()
                .map(digest -> {
                    Map<String, Object> named = new LinkedHashMap<>();
                    named.put(name, Objects.requireNonNull(digest.name()));
                    named.put("count", digest.count());
                    named.put("hash", digest.hash());
                    return named;
                })
                .toList();
    }
}
