package io.revisit.mobile.rxdb;

import io.revisit.contract.ErrorCode;
import io.revisit.contract.collection.RxdbNames;
import io.revisit.mobile.Body;
import io.revisit.mobile.Cursors;
import io.revisit.mobile.Fields;
import io.revisit.mobile.MobileErrors;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.security.Viewer;
import io.revisit.platform.sync.PushLimits;
import io.revisit.sync.collection.Collection;
import io.revisit.sync.collection.Collections;
import io.revisit.sync.cursor.Cursor;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /sync/rxdb/{collection}}: pull, push, stream and reconcile for RxDB's HTTP replication. What a replication is, the
 * query says: {@code schema}, the version of the application's schema (1 unless told), and {@code attachments=true}.
 */
@RestController
@RequestMapping("/sync/rxdb/{collection}")
class RxdbController {
    private static final int MOST_DOCUMENTS = 5000;
    private static final int USUAL_DOCUMENTS = 100;

    private final RxdbPull pull;
    private final RxdbPush push;
    private final RxdbStream stream;
    private final Cursors cursors;
    private final Collections collections;
    private final PushLimits limits;
    private final MobileErrors errors;

    RxdbController(
            RxdbPull pull,
            RxdbPush push,
            RxdbStream stream,
            Cursors cursors,
            Collections collections,
            PushLimits limits,
            MobileErrors errors) {
        this.pull = pull;
        this.push = push;
        this.stream = stream;
        this.cursors = cursors;
        this.collections = collections;
        this.limits = limits;
        this.errors = errors;
    }

    /** {@code ?cursor=&limit=}, as the checkpoint of the last batch has it. */
    @GetMapping("/pull")
    Mono<Void> pull(ServerWebExchange exchange, @PathVariable String collection) {
        MultiValueMap<String, String> query = exchange.getRequest().getQueryParams();
        return answer(exchange, replication(exchange, collection).flatMap(replication -> cursor(
                        query.getFirst("cursor"), replication)
                .flatMap(cursor -> batch(replication, cursor.orElse(null), number(query, "limit", USUAL_DOCUMENTS)))));
    }

    /** The same with a body {@code {"checkpoint": …, "limit": …}}, for cursors that are too long for an address. */
    @PostMapping("/pull")
    Mono<Void> pullByBody(ServerWebExchange exchange, @PathVariable String collection) {
        return answer(exchange, replication(exchange, collection).flatMap(replication -> body(exchange)
                .map(Fields::new)
                .flatMap(fields -> cursor(checkpoint(fields), replication)
                        .flatMap(cursor -> batch(
                                replication,
                                cursor.orElse(null),
                                fields.number("limit", 1, MOST_DOCUMENTS, USUAL_DOCUMENTS))))));
    }

    @PostMapping("/push")
    Mono<Void> push(ServerWebExchange exchange, @PathVariable String collection) {
        return answer(exchange, replication(exchange, collection).flatMap(replication -> body(exchange)
                .flatMap(body ->
                        push.push(replication, body, exchange.getRequest().getId()))));
    }

    /** Every change as an event {@code {documents, checkpoint}}; it continues after {@code cursor} or the last event's id. */
    @GetMapping("/stream")
    Mono<Void> stream(ServerWebExchange exchange, @PathVariable String collection) {
        String lastEvent = exchange.getRequest().getHeaders().getFirst("Last-Event-ID");
        String token =
                lastEvent == null ? exchange.getRequest().getQueryParams().getFirst("cursor") : lastEvent;
        return replication(exchange, collection)
                .flatMap(replication -> cursor(token, replication)
                        .flatMap(cursor -> cursor.map(Mono::just).orElseGet(() -> pull.now(replication)))
                        .flatMap(cursor -> stream.write(exchange, replication, cursor)))
                .onErrorResume(failure -> errors.answer(exchange, failure));
    }

    /** {@code {"records": [[id, syncVersion], …]}}: what differs, for a phone whose cursor is refused. */
    @PostMapping("/reconcile")
    Mono<Void> reconcile(ServerWebExchange exchange, @PathVariable String collection) {
        return answer(exchange, replication(exchange, collection).flatMap(replication -> body(exchange)
                .flatMap(body -> pull.reconcile(replication, Versions.of(body)))
                .flatMap(this::written)));
    }

    private Mono<JsonNode> batch(Replication replication, @Nullable Cursor cursor, int limit) {
        return pull.pull(replication, cursor, limit).flatMap(this::written);
    }

    private Mono<JsonNode> written(Batch batch) {
        return cursors.write(batch.cursor()).map(token -> {
            ObjectNode answer = Documents.JSON.createObjectNode();
            answer.putArray("documents").addAll(batch.documents());
            answer.putObject("checkpoint").put("cursor", token);
            return answer;
        });
    }

    private Mono<Void> answer(ServerWebExchange exchange, Mono<? extends JsonNode> answer) {
        return answer.flatMap(json -> Body.write(exchange, MediaType.APPLICATION_JSON, json.toString()))
                .onErrorResume(failure -> errors.answer(exchange, failure));
    }

    private Mono<Replication> replication(ServerWebExchange exchange, String name) {
        return MobileErrors.viewer(exchange).map(viewer -> replication(exchange, name, viewer));
    }

    private Replication replication(ServerWebExchange exchange, String name, Viewer viewer) {
        MultiValueMap<String, String> query = exchange.getRequest().getQueryParams();
        Collection collection = collections.all().stream()
                .filter(known -> known.name().equals(name)
                        || RxdbNames.collection(known.name()).equals(name))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound("collection"));
        int schema = Math.min(number(query, "schema", 1), collections.schemaVersion());
        return new Replication(viewer, collection, schema, "true".equals(query.getFirst("attachments")));
    }

    private Mono<Optional<Cursor>> cursor(@Nullable String token, Replication replication) {
        return token == null || token.isEmpty()
                ? Mono.just(Optional.empty())
                : cursors.read(token, replication.viewer(), "cursor").map(Optional::of);
    }

    private static @Nullable String checkpoint(Fields fields) {
        JsonNode checkpoint = fields.body().path("checkpoint");
        return checkpoint.isMissingNode() || checkpoint.isNull() ? null : new Fields(checkpoint).optionalText("cursor");
    }

    private static int number(MultiValueMap<String, String> query, String name, int otherwise) {
        String text = query.getFirst(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= MOST_DOCUMENTS) {
                return number;
            }
        } catch (NumberFormatException malformed) {
            throw ApiException.invalid(name, "NOT_A_WHOLE_NUMBER");
        }
        throw ApiException.invalid(name, "RANGE");
    }

    private Mono<JsonNode> body(ServerWebExchange exchange) {
        return DataBufferUtils.join(exchange.getRequest().getBody(), limits.requestBytes())
                .map(RxdbController::bytes)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.BAD_REQUEST, Map.of("problem", "EMPTY"))))
                .map(Documents.JSON::readTree);
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
