package io.revisit.mobile.watermelon;

import io.revisit.contract.ErrorCode;
import io.revisit.mobile.Cursors;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.security.Viewer;
import io.revisit.sync.cursor.Cursor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gives each answer its number, and finds what a number stands for. */
@Component
class Ordinals {
    private static final String FIELD = "last_pulled_at";

    private final OrdinalRepository repository;
    private final Cursors cursors;
    private final JsonMapper json;

    Ordinals(OrdinalRepository repository, Cursors cursors, JsonMapper json) {
        this.repository = repository;
        this.cursors = cursors;
        this.json = json;
    }

    /**
     * What the number stands for; fails with {@code RESYNC_REQUIRED} when nobody knows any more, and with
     * {@code CURSOR_INVALID} when it is another user's of the same device.
     */
    Mono<Ordinal> find(Viewer viewer, long number) {
        return repository
                .find(viewer, number)
                .switchIfEmpty(Mono.error(
                        () -> new ApiException(ErrorCode.RESYNC_REQUIRED, Map.of("reason", "UNKNOWN_TIMESTAMP"))))
                .flatMap(stored -> cursors.read(stored.cursor(), viewer, FIELD)
                        .flatMap(cursor -> workedOn(stored.workedOn(), viewer, cursor)
                                .map(workedOn -> new Ordinal(
                                        stored.number(),
                                        cursor,
                                        workedOn,
                                        json.readValue(stored.withheld(), Departures.class),
                                        resend(stored.resend()),
                                        stored.unsent(),
                                        stored.pushed()))));
    }

    /** The same for edits, which must not be refused because nobody knows any more; then it is nothing. */
    Mono<Optional<Ordinal>> findForEdits(Viewer viewer, @Nullable Long number) {
        return number == null
                ? Mono.just(Optional.empty())
                : find(viewer, number)
                        .map(Optional::of)
                        .onErrorResume(
                                failure -> failure instanceof ApiException refusal
                                        && refusal.code() == ErrorCode.RESYNC_REQUIRED,
                                unknown -> Mono.just(Optional.empty()));
    }

    /** The number of a new answer. */
    Mono<Long> add(
            Viewer viewer,
            String requestId,
            Cursor cursor,
            @Nullable Cursor workedOn,
            Departures withheld,
            boolean unsent,
            @Nullable Long presented) {
        Mono<Optional<String>> older = workedOn == null
                ? Mono.just(Optional.empty())
                : cursors.write(workedOn).map(Optional::of);
        return Mono.zip(cursors.write(cursor), older)
                .flatMap(tokens -> repository.add(
                        viewer,
                        requestId,
                        tokens.getT1(),
                        tokens.getT2().orElse(null),
                        json.writeValueAsString(withheld),
                        unsent,
                        presented));
    }

    /** The phone's edits came in after the answer of that number. */
    Mono<Void> pushed(Viewer viewer, String requestId, long number, boolean completely, Map<String, Set<UUID>> resend) {
        List<List<String>> pairs = resend.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(id -> List.of(entry.getKey(), id.toString())))
                .toList();
        return repository.pushed(viewer, requestId, number, completely, json.writeValueAsString(pairs));
    }

    private Mono<Cursor> workedOn(@Nullable String token, Viewer viewer, Cursor otherwise) {
        return token == null
                ? Mono.just(otherwise)
                : cursors.read(token, viewer, FIELD)
                        .onErrorResume(failure -> failure instanceof ApiException, tooOld -> Mono.just(otherwise));
    }

    private Map<String, Set<UUID>> resend(String pairs) {
        Map<String, Set<UUID>> resend = new LinkedHashMap<>();
        for (JsonNode pair : json.readTree(pairs)) {
            resend.computeIfAbsent(pair.get(0).stringValue(), added -> new LinkedHashSet<>())
                    .add(UUID.fromString(pair.get(1).stringValue()));
        }
        return resend;
    }
}
