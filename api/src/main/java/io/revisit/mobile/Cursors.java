package io.revisit.mobile;

import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.security.Viewer;
import io.revisit.sync.cursor.Cursor;
import io.revisit.sync.cursor.CursorCodec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Turns cursors into tokens and back; a token that is forged, too old or somebody else's is refused. */
@Component
public class Cursors {
    /** A new key is known to every node within this time. */
    private static final Duration KEYS_KNOWN_FOR = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final Duration longestAge;
    private final Mono<CursorCodec> codec;

    Cursors(CursorKeyRepository keys, MobileSettings settings, InstantSource clock) {
        this.clock = clock;
        this.longestAge = settings.cursorAge();
        this.codec = keys.codec().cache(known -> KEYS_KNOWN_FOR, failure -> Duration.ZERO, () -> Duration.ZERO);
    }

    public Mono<String> write(Cursor cursor) {
        return codec.map(known -> known.write(cursor));
    }

    /** The version of the schema that the viewer's copy follows, even if his cursor has become too old to pull with. */
    public Mono<Integer> schemaVersion(String token, Viewer viewer, String field) {
        return codec.map(known -> own(known, token, viewer, field).schemaVersion());
    }

    /** The viewer's cursor; fails with {@code CURSOR_INVALID} or, when it is too old, {@code RESYNC_REQUIRED}. */
    public Mono<Cursor> read(String token, Viewer viewer, String field) {
        return codec.map(known -> {
            Cursor cursor = own(known, token, viewer, field);
            if (cursor.issuedAt().plus(longestAge).isBefore(clock.instant())) {
                throw new ApiException(ErrorCode.RESYNC_REQUIRED, Map.of("reason", "CURSOR_TOO_OLD"));
            }
            return cursor;
        });
    }

    private static Cursor own(CursorCodec codec, String token, Viewer viewer, String field) {
        return codec.read(token)
                .filter(read -> read.tenantId().equals(viewer.tenantId())
                        && read.userId().equals(viewer.userId()))
                .orElseThrow(() -> ApiException.of(ErrorCode.CURSOR_INVALID, field));
    }
}
