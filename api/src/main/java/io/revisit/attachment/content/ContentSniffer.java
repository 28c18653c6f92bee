package io.revisit.attachment.content;

import io.revisit.attachment.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Tells from the first bytes what content is. What was announced decides only where bytes allow both. */
@Component
public class ContentSniffer {
    /** How many bytes must be looked at. */
    public static final int FIRST_BYTES = 64 * 1024;

    /** Whether content that begins with these bytes is what it was announced to be. */
    public Mono<Boolean> isOfType(byte[] firstBytes, String announced) {
        // The first time, its table of kinds is read from a file.
        return Mono.fromCallable(() -> MediaTypes.fits(detect(firstBytes, announced), announced))
                .subscribeOn(Schedulers.boundedElastic());
    }

    static String detect(byte[] firstBytes, String announced) throws IOException {
        Metadata hints = new Metadata();
        hints.set(Metadata.CONTENT_TYPE, announced);
        try (InputStream content = new ByteArrayInputStream(firstBytes)) {
            MediaType found = MimeTypes.getDefaultMimeTypes().detect(content, hints);
            return found.getBaseType().toString();
        }
    }
}
