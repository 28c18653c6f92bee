package io.revisit.mobile.push;

import io.revisit.contract.ErrorCode;
import io.revisit.mobile.Cursors;
import io.revisit.mobile.Fields;
import io.revisit.mobile.devices.Presence;
import io.revisit.mobile.push.ReadRequest.Place;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.projection.Ids;
import io.revisit.platform.security.Viewer;
import io.revisit.platform.sync.PushLimits;
import io.revisit.platform.sync.Pushing;
import io.revisit.sync.change.Delivery;
import io.revisit.sync.change.FieldValues;
import io.revisit.sync.change.MutationReader;
import io.revisit.sync.change.MutationReader.Sent;
import io.revisit.sync.change.Refusal;
import io.revisit.sync.cursor.Snapshot;
import io.revisit.sync.push.Arrival;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Reads a push. What is wrong with the request refuses it; what is wrong with one mutation refuses that one alone. */
@Component
class RequestReader {
    private final Cursors cursors;
    private final PushLimits limits;
    private final InstantSource clock;
    private final Presence presence;

    RequestReader(Cursors cursors, PushLimits limits, InstantSource clock, Presence presence) {
        this.presence = presence;
        this.cursors = cursors;
        this.limits = limits;
        this.clock = clock;
    }

    Mono<ReadRequest> read(JsonNode body, Viewer viewer) {
        Fields fields = new Fields(body);
        requireOwnDevice(fields, viewer);
        Instant sentAt = sentAt(fields);
        presence.pushed(viewer, sentAt);
        Delivery delivery = new Delivery(sentAt, clock.instant());
        JsonNode mutations = body.path("mutations");
        if (!mutations.isArray()) {
            throw ApiException.invalid("mutations", mutations.isMissingNode() ? "REQUIRED" : "NOT_A_LIST");
        }
        if (mutations.size() > limits.mutations()) {
            throw new ApiException(
                    ErrorCode.PAYLOAD_TOO_LARGE, List.of("mutations"), Map.of("limit", limits.mutations()));
        }
        return Flux.fromStream(IntStream.range(0, mutations.size()).boxed())
                .concatMap(position -> place(mutations.get(position), position, delivery, viewer))
                .collectList()
                .map(ReadRequest::new);
    }

    private static void requireOwnDevice(Fields fields, Viewer viewer) {
        String device = fields.optionalText("device");
        if (device == null) {
            throw ApiException.invalid("device", "REQUIRED");
        }
        if (!Ids.parse(device, "device").equals(viewer.deviceId())) {
            throw ApiException.of(ErrorCode.FORBIDDEN, "device");
        }
    }

    private static Instant sentAt(Fields fields) {
        String sentAt = fields.optionalText("sentAt");
        if (sentAt == null) {
            throw ApiException.invalid("sentAt", "REQUIRED");
        }
        try {
            return FieldValues.instant("sentAt", sentAt).toInstant();
        } catch (Refusal refusal) {
            throw Pushing.exception(refusal.reason());
        }
    }

    private Mono<Place> place(JsonNode json, int position, Delivery delivery, Viewer viewer) {
        Sent sent;
        try {
            sent = MutationReader.read(json, limits.mutationBytes());
        } catch (Refusal refusal) {
            Refusal.Reason reason = refusal.reason();
            return Mono.just(new Place(null, idOf(json), at(position, reason), false));
        }
        if (!sent.mutation().author().equals(viewer.userId())) {
            return Mono.just(new Place(
                    null,
                    idOf(json),
                    new Refusal.Reason(ErrorCode.FORBIDDEN, List.of("author"), Map.of("problem", "NOT_YOURS")),
                    true));
        }
        return seen(sent.mutation().baseCursor(), viewer)
                .map(seen -> new Place(new Arrival(sent, delivery, seen.orElse(null)), idOf(json), null, false));
    }

    /** What the phone had seen. A token that tells nothing, or no more, gives no rights, and takes none. */
    private Mono<Optional<String>> seen(@Nullable String token, Viewer viewer) {
        return token == null
                ? Mono.just(Optional.empty())
                : cursors.read(token, viewer, "baseCursor")
                        .map(cursor -> Optional.ofNullable(cursor.seen()).map(Snapshot::text))
                        .onErrorResume(ApiException.class, unusable -> Mono.just(Optional.empty()));
    }

    private static Refusal.Reason at(int position, Refusal.Reason reason) {
        Map<String, Object> details = new LinkedHashMap<>(reason.details());
        details.put("position", position);
        return new Refusal.Reason(reason.code(), reason.field(), details);
    }

    private static @Nullable String idOf(JsonNode json) {
        JsonNode id = json.path("id");
        return id.isString() && id.stringValue().length() <= 36 ? id.stringValue() : null;
    }
}
