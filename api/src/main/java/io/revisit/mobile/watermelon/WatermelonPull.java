package io.revisit.mobile.watermelon;

import io.revisit.contract.ErrorCode;
import io.revisit.mobile.MobileSettings;
import io.revisit.mobile.devices.Presence;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.security.Viewer;
import io.revisit.sync.collection.Collections;
import io.revisit.sync.cursor.Cursor;
import io.revisit.sync.pull.PullEngine;
import io.revisit.sync.pull.PullPage;
import io.revisit.sync.pull.PullRequest;
import io.revisit.sync.pull.Reader;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads page after page, each in a statement of its own, and answers them in one piece.
 *
 * <p>WatermelonDB pulls before it pushes, and removes what an answer calls deleted even if it holds edits that were never
 * sent. So what left the user is withheld until the phone says that it has nothing unsent, or has pushed since it pulled.
 */
@Component
class WatermelonPull {
    private final PullEngine engine;
    private final Presence presence;
    private final Collections collections;
    private final Ordinals ordinals;
    private final RecordRepository records;
    private final WatermelonSettings settings;
    private final JsonMapper json;

    WatermelonPull(
            PullEngine engine,
            Collections collections,
            Ordinals ordinals,
            RecordRepository records,
            WatermelonSettings settings,
            Presence presence,
            JsonMapper json) {
        this.presence = presence;
        this.engine = engine;
        this.collections = collections;
        this.ordinals = ordinals;
        this.records = records;
        this.settings = settings;
        this.json = json;
    }

    /** The answer as JSON. */
    Mono<String> pull(Viewer viewer, PullParameters asked, String requestId) {
        Mono<Optional<Ordinal>> known = asked.lastPulledAt() == null
                ? Mono.just(Optional.empty())
                : ordinals.find(viewer, asked.lastPulledAt()).map(Optional::of);
        return known.flatMap(ordinal -> pull(new Pulling(viewer, asked, requestId, orNull(ordinal))));
    }

    private Mono<String> pull(Pulling pulling) {
        Changes changes = new Changes(collections);
        return pages(pulling, changes).collectList().flatMap(pages -> {
            PullPage last = pages.get(pages.size() - 1);
            if (pulling.asked().replace() && last.more()) {
                return Mono.error(
                        new ApiException(ErrorCode.PAYLOAD_TOO_LARGE, Map.of("limit", settings.answerBytes())));
            }
            boolean verify = pages.stream().anyMatch(PullPage::verify);
            return resend(pulling, changes)
                    .then(Mono.defer(() -> depart(pulling, changes)))
                    .flatMap(withheld -> answer(pulling, changes, last, withheld, verify));
        });
    }

    private Flux<PullPage> pages(Pulling pulling, Changes changes) {
        return page(pulling, pulling.start(), changes)
                .expand(page -> page.more() && changes.bytes() < settings.answerBytes()
                        ? page(pulling, page.cursor(), changes)
                        : Mono.empty());
    }

    private Mono<PullPage> page(Pulling pulling, @Nullable Cursor cursor, Changes changes) {
        int pageBytes = Math.min(settings.pageBytes(), MobileSettings.MOST_PULL_BYTES);
        return engine.pull(
                        new Reader(pulling.viewer().tenantId(), pulling.viewer().userId()),
                        new PullRequest(cursor, schemaVersion(pulling), Set.of(), false, pageBytes))
                .doOnNext(changes::add)
                .doOnNext(page -> presence.pulled(pulling.viewer(), cursor, schemaVersion(pulling), !page.more()));
    }

    /** An app may be newer than a server that is just being replaced: it gets what the server knows. */
    private int schemaVersion(Pulling pulling) {
        return Math.min(pulling.asked().schemaVersion(), collections.schemaVersion());
    }

    /** Records whose edits did not prevail: the phone believes that they did, and nothing else would correct it. */
    private Mono<Void> resend(Pulling pulling, Changes changes) {
        if (pulling.ordinal() == null) {
            return Mono.empty();
        }
        return Flux.fromIterable(pulling.ordinal().resend().entrySet())
                .concatMap(entry -> Mono.justOrEmpty(collections.named(entry.getKey()))
                        .filter(collection -> collection.type().since() <= schemaVersion(pulling))
                        .flatMap(collection -> records.current(
                                        pulling.viewer(), collection, schemaVersion(pulling), entry.getValue())
                                .doOnNext(rows -> changes.add(
                                        collection.name(),
                                        collection.columns(schemaVersion(pulling)),
                                        json.readTree("[" + String.join(",", rows) + "]")))))
                .then();
    }

    /** Deletes what has left and may be deleted now; the rest is withheld. */
    private Mono<Departures> depart(Pulling pulling, Changes changes) {
        Departures fresh = changes.departures();
        Ordinal ordinal = pulling.ordinal();
        if (ordinal == null) {
            return Mono.just(fresh);
        }
        Departures all = ordinal.withheld().and(fresh);
        Departures due;
        Departures withheld;
        if (Boolean.FALSE.equals(pulling.asked().unsent())) {
            due = all;
            withheld = Departures.none();
        } else if (Boolean.TRUE.equals(pulling.asked().unsent()) && !ordinal.pushed()) {
            due = Departures.none();
            withheld = all;
        } else {
            due = ordinal.withheld();
            withheld = fresh;
        }
        return records.gone(pulling.viewer(), due)
                .doOnNext(gone -> gone.forEach(changes::delete))
                .thenReturn(withheld);
    }

    private Mono<String> answer(Pulling pulling, Changes changes, PullPage last, Departures withheld, boolean verify) {
        PullParameters asked = pulling.asked();
        return ordinals.add(
                        pulling.viewer(),
                        pulling.requestId(),
                        last.cursor(),
                        pulling.ordinal() == null ? null : pulling.ordinal().nextWorkedOn(),
                        withheld,
                        Boolean.TRUE.equals(asked.unsent()),
                        asked.lastPulledAt())
                .map(number -> {
                    StringBuilder text = new StringBuilder((int) Math.min(changes.bytes() + 4096, 1 << 30));
                    text.append("{\"changes\":");
                    changes.write(text, schemaVersion(pulling), asked.replace());
                    text.append(",\"timestamp\":").append(number);
                    text.append(",\"more\":").append(last.more() || !withheld.isEmpty());
                    text.append(verify ? ",\"verify\":true" : "");
                    text.append(asked.replace() ? ",\"experimentalStrategy\":\"replacement\"" : "");
                    return text.append('}').toString();
                });
    }

    private static @Nullable Ordinal orNull(Optional<Ordinal> ordinal) {
        return ordinal.orElse(null);
    }

    /** One pull. */
    private record Pulling(Viewer viewer, PullParameters asked, String requestId, @Nullable Ordinal ordinal) {

        /** Where it starts; a phone that says that its data follow an older schema is believed. */
        @Nullable
        Cursor start() {
            if (ordinal == null) {
                return null;
            }
            Cursor cursor = ordinal.cursor();
            Integer from = asked.migratedFrom();
            return from == null || from >= cursor.schemaVersion()
                    ? cursor
                    : new Cursor(
                            cursor.tenantId(),
                            cursor.userId(),
                            from,
                            cursor.issuedAt(),
                            cursor.base(),
                            cursor.target(),
                            cursor.phase(),
                            cursor.position());
        }
    }
}
