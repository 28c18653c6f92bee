package io.revisit.attachment.content;

import io.revisit.attachment.store.BlobStore;
import io.revisit.contract.ErrorCode;
import io.revisit.mobile.MobileErrors;
import io.revisit.platform.error.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** {@code /sync/attachments/{id}/content} and {@code …/thumbnail}: what was uploaded, for those who see the customer. */
@RestController
@RequestMapping("/sync/attachments/{id}")
class ContentController {
    private final Contents contents;
    private final Thumbnails thumbnails;
    private final BlobStore store;
    private final MobileErrors errors;

    ContentController(Contents contents, Thumbnails thumbnails, BlobStore store, MobileErrors errors) {
        this.contents = contents;
        this.thumbnails = thumbnails;
        this.store = store;
        this.errors = errors;
    }

    @RequestMapping(
            path = "/content",
            method = {RequestMethod.GET, RequestMethod.HEAD})
    Mono<Void> content(ServerWebExchange exchange, @PathVariable("id") String id) {
        return readable(exchange, id, content -> {
            ServerHttpResponse response = exchange.getResponse();
            HttpHeaders headers = response.getHeaders();
            headers.setContentDisposition(ContentDisposition.attachment()
                    .filename(content.described().fileName(), StandardCharsets.UTF_8)
                    .build());
            headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
            protect(headers, '"' + content.blob().sha256() + '"');
            if (isKnown(exchange)) {
                return end(response, HttpStatus.NOT_MODIFIED);
            }
            headers.setContentType(MediaType.parseMediaType(content.described().mediaType()));
            long size = content.described().byteCount();
            List<HttpRange> ranges = ranges(exchange);
            // Several ranges in one answer are never asked for by those who resume or seek: they get everything.
            HttpRange range = ranges.size() == 1 ? ranges.get(0) : null;
            return write(exchange, content, range, size);
        });
    }

    @RequestMapping(
            path = "/thumbnail",
            method = {RequestMethod.GET, RequestMethod.HEAD})
    Mono<Void> thumbnail(ServerWebExchange exchange, @PathVariable("id") String id) {
        return readable(exchange, id, content -> {
            ServerHttpResponse response = exchange.getResponse();
            HttpHeaders headers = response.getHeaders();
            protect(headers, '"' + content.blob().sha256() + "-thumbnail\"");
            if (isKnown(exchange)) {
                return end(response, HttpStatus.NOT_MODIFIED);
            }
            return thumbnails
                    .of(content)
                    .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.NOT_FOUND)))
                    .flatMap(picture -> {
                        headers.setContentType(MediaType.IMAGE_JPEG);
                        headers.setContentLength(picture.length);
                        return isHead(exchange)
                                ? response.setComplete()
                                : response.writeWith(Mono.fromSupplier(
                                        () -> response.bufferFactory().wrap(picture)));
                    });
        });
    }

    private Mono<Void> readable(ServerWebExchange exchange, String id, Function<ReadableContent, Mono<Void>> answer) {
        return MobileErrors.viewer(exchange)
                .flatMap(viewer -> contents.find(viewer, id(id)))
                .flatMap(answer)
                .onErrorResume(failure -> errors.answer(exchange, failure));
    }

    private Mono<Void> write(
            ServerWebExchange exchange, ReadableContent content, @Nullable HttpRange range, long size) {
        ServerHttpResponse response = exchange.getResponse();
        HttpHeaders headers = response.getHeaders();
        long from = range == null ? 0 : range.getRangeStart(size);
        long to = range == null ? size - 1 : range.getRangeEnd(size);
        if (range != null) {
            if (from >= size || to < from) {
                headers.remove(HttpHeaders.CONTENT_DISPOSITION);
                headers.set(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
                return end(response, HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE);
            }
            response.setStatusCode(HttpStatus.PARTIAL_CONTENT);
            headers.set(HttpHeaders.CONTENT_RANGE, "bytes " + from + "-" + to + "/" + size);
        }
        headers.setContentLength(to - from + 1);
        return isHead(exchange)
                ? response.setComplete()
                : response.writeWith(store.read(content.blob(), from, to - from + 1));
    }

    /** Never run, never guessed at, never kept by a cache that others use, and asked for anew each time. */
    private static void protect(HttpHeaders headers, String tag) {
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Content-Security-Policy", "default-src 'none'; sandbox");
        headers.setCacheControl("private, no-cache");
        headers.setETag(tag);
    }

    private static boolean isKnown(ServerWebExchange exchange) {
        String tag = exchange.getResponse().getHeaders().getETag();
        return exchange.getRequest().getHeaders().getIfNoneMatch().stream()
                .anyMatch(known ->
                        known.equals("*") || known.replaceFirst("^W/", "").equals(tag));
    }

    /** None when the range was asked for on the condition that the content is another than it is. */
    private static List<HttpRange> ranges(ServerWebExchange exchange) {
        HttpHeaders request = exchange.getRequest().getHeaders();
        String condition = request.getFirst(HttpHeaders.IF_RANGE);
        if (condition != null
                && !condition.equals(exchange.getResponse().getHeaders().getETag())) {
            return List.of();
        }
        try {
            return request.getRange();
        } catch (IllegalArgumentException malformed) {
            return List.of();
        }
    }

    private static boolean isHead(ServerWebExchange exchange) {
        return HttpMethod.HEAD.equals(exchange.getRequest().getMethod());
    }

    private static Mono<Void> end(ServerHttpResponse response, HttpStatus status) {
        response.setStatusCode(status);
        return response.setComplete();
    }

    private static UUID id(String text) {
        try {
            if (text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException malformed) {
            // Answered below like any id that there is not.
        }
        throw new ApiException(ErrorCode.NOT_FOUND);
    }
}
