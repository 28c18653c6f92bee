package io.revisit.attachment.tus;

import io.revisit.attachment.AttachmentSettings;
import io.revisit.contract.ErrorCode;
import io.revisit.mobile.MobileErrors;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.security.Viewer;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** {@code /sync/attachments}: a tus 1.0 server for the contents of attachments. */
@RestController
@RequestMapping(TusController.PATH)
class TusController {
    static final String PATH = "/sync/attachments";

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final Uploads uploads;
    private final UploadReceiver receiver;
    private final MobileErrors errors;
    private final AttachmentSettings settings;

    TusController(Uploads uploads, UploadReceiver receiver, MobileErrors errors, AttachmentSettings settings) {
        this.uploads = uploads;
        this.receiver = receiver;
        this.errors = errors;
        this.settings = settings;
    }

    /** What this server can do; nobody need be logged in to ask. */
    @RequestMapping(
            method = RequestMethod.OPTIONS,
            path = {"", "/{id}"})
    Mono<Void> options(ServerWebExchange exchange) {
        HttpHeaders headers = headers(exchange);
        headers.set("Tus-Version", TusHeaders.VERSION);
        headers.set("Tus-Extension", TusHeaders.EXTENSIONS);
        headers.set("Tus-Max-Size", String.valueOf(settings.largest().toBytes()));
        headers.set("Tus-Checksum-Algorithm", Checksum.ALGORITHMS);
        return end(exchange, HttpStatus.NO_CONTENT);
    }

    @PostMapping
    Mono<Void> create(ServerWebExchange exchange) {
        return guarded(exchange, () -> {
            HttpHeaders request = exchange.getRequest().getHeaders();
            UUID id = TusHeaders.attachmentId(request);
            long length = TusHeaders.number(request, TusHeaders.UPLOAD_LENGTH);
            return MobileErrors.viewer(exchange)
                    .flatMap(viewer -> uploads.create(viewer, requestId(exchange), id, length)
                            .flatMap(progress -> TusHeaders.hasBody(request) && progress.offset() == 0
                                    ? write(exchange, viewer, id, 0)
                                    : Mono.just(progress)))
                    .flatMap(progress -> {
                        headers(exchange).set(HttpHeaders.LOCATION, PATH + "/" + id);
                        describe(exchange, progress);
                        return end(exchange, HttpStatus.CREATED);
                    });
        });
    }

    /** For clients whose proxies let nothing but GET and POST through. */
    @PostMapping("/{id}")
    Mono<Void> override(ServerWebExchange exchange, @PathVariable("id") String id) {
        String method = exchange.getRequest().getHeaders().getFirst(TusHeaders.METHOD_OVERRIDE);
        return switch (method == null ? "" : method.toUpperCase(Locale.ROOT)) {
            case "PATCH" -> patch(exchange, id);
            case "DELETE" -> terminate(exchange, id);
            case "HEAD" -> head(exchange, id);
            default -> guarded(exchange, () -> Mono.error(Refusals.badHeader(TusHeaders.METHOD_OVERRIDE)));
        };
    }

    @RequestMapping(method = RequestMethod.HEAD, path = "/{id}")
    Mono<Void> head(ServerWebExchange exchange, @PathVariable("id") String id) {
        return guarded(exchange, () -> MobileErrors.viewer(exchange)
                .flatMap(viewer -> uploads.find(viewer, requestId(exchange), id(id)))
                .flatMap(progress -> {
                    describe(exchange, progress);
                    headers(exchange).set(TusHeaders.UPLOAD_LENGTH, String.valueOf(progress.byteCount()));
                    return end(exchange, HttpStatus.OK);
                }));
    }

    @PatchMapping("/{id}")
    Mono<Void> patch(ServerWebExchange exchange, @PathVariable("id") String id) {
        return guarded(exchange, () -> {
            HttpHeaders request = exchange.getRequest().getHeaders();
            if (!TusHeaders.hasBody(request)) {
                throw Refusals.badMediaType();
            }
            long offset = TusHeaders.number(request, TusHeaders.UPLOAD_OFFSET);
            return MobileErrors.viewer(exchange)
                    .flatMap(viewer -> write(exchange, viewer, id(id), offset))
                    .flatMap(progress -> {
                        describe(exchange, progress);
                        return end(exchange, HttpStatus.NO_CONTENT);
                    });
        });
    }

    @DeleteMapping("/{id}")
    Mono<Void> terminate(ServerWebExchange exchange, @PathVariable("id") String id) {
        return guarded(exchange, () -> MobileErrors.viewer(exchange)
                .flatMap(viewer -> uploads.terminate(viewer, requestId(exchange), id(id)))
                .then(Mono.defer(() -> end(exchange, HttpStatus.NO_CONTENT))));
    }

    private Mono<UploadProgress> write(ServerWebExchange exchange, Viewer viewer, UUID id, long offset) {
        Checksum checksum = Checksum.of(exchange.getRequest().getHeaders().getFirst(TusHeaders.UPLOAD_CHECKSUM));
        Mono<UploadProgress> work = uploads.lock(viewer, requestId(exchange), id, offset)
                .flatMap(lock -> receiver.receive(lock, exchange.getRequest().getBody(), checksum));
        // Goes on when the client has gone and nobody waits for the answer: what arrived is kept, and the lock is
        // released.
        return Mono.fromFuture(work::toFuture, true);
    }

    private Mono<Void> guarded(ServerWebExchange exchange, Supplier<Mono<Void>> work) {
        HttpHeaders headers = headers(exchange);
        headers.set(TusHeaders.RESUMABLE, TusHeaders.VERSION);
        headers.setCacheControl("no-store");
        return Mono.defer(() -> {
                    TusHeaders.requireVersion(exchange.getRequest().getHeaders());
                    return work.get();
                })
                .onErrorResume(failure -> errors.answer(exchange, failure, refusal -> {
                    int status = Refusals.status(refusal);
                    if (status == HttpStatus.PRECONDITION_FAILED.value()) {
                        headers.set("Tus-Version", TusHeaders.VERSION);
                    }
                    return HttpStatusCode.valueOf(status);
                }));
    }

    private static void describe(ServerWebExchange exchange, UploadProgress progress) {
        HttpHeaders headers = headers(exchange);
        headers.set(TusHeaders.UPLOAD_OFFSET, String.valueOf(progress.offset()));
        if (progress.expiresAt() != null) {
            headers.set(TusHeaders.UPLOAD_EXPIRES, HTTP_DATE.format(progress.expiresAt()));
        }
    }

    private static HttpHeaders headers(ServerWebExchange exchange) {
        return exchange.getResponse().getHeaders();
    }

    private static Mono<Void> end(ServerWebExchange exchange, HttpStatus status) {
        exchange.getResponse().setStatusCode(status);
        return exchange.getResponse().setComplete();
    }

    private static String requestId(ServerWebExchange exchange) {
        return exchange.getRequest().getId();
    }

    private static UUID id(String text) {
        UUID id = TusHeaders.id(text);
        if (id == null) {
            throw new ApiException(ErrorCode.NOT_FOUND);
        }
        return id;
    }
}
