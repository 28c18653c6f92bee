package io.revisit.sync.pull;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Statement;
import io.revisit.contract.collection.SyncedType;
import io.revisit.sync.SyncDatabase;
import io.revisit.sync.collection.Collection;
import io.revisit.sync.collection.Collections;
import io.revisit.sync.cursor.Cursor;
import io.revisit.sync.cursor.Lineage;
import io.revisit.sync.cursor.Phase;
import io.revisit.sync.cursor.Position;
import io.revisit.sync.cursor.Snapshot;
import io.revisit.sync.digest.DigestEngine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads pages. A page is one statement: nothing is held while the phone takes its time to receive it. */
public final class PullEngine {
    /** A record takes about this much; asking for many more records than fit would be work thrown away. */
    private static final int SMALLEST_RECORD_BYTES = 120;

    private static final int FEWEST_RECORDS = 20;

    /** A name that no collection has. */
    private static final Set<String> NO_COLLECTION = Set.of("");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SyncDatabase database;
    private final Collections collections;
    private final DigestEngine digests;
    private final InstantSource clock;
    private final Map<Shape, String> statements = new ConcurrentHashMap<>();

    public PullEngine(SyncDatabase database, Collections collections, DigestEngine digests, InstantSource clock) {
        this.digests = digests;
        this.database = database;
        this.collections = collections;
        this.clock = clock;
    }

    /** The next page; fails with {@link ResyncRequiredException} when the cursor's past no longer exists. */
    public Mono<PullPage> pull(Reader reader, PullRequest request) {
        Start start = Start.of(request, collections);
        Instant now = clock.instant();
        if (!request.digests()) {
            return database.read(reader.tenantId(), connection -> page(connection, reader, request, start, now));
        }
        return database.snapshot(reader.tenantId(), connection -> page(connection, reader, request, start, now)
                .flatMap(page -> isAll(start, page)
                        ? digests.totals(connection, reader, request.schemaVersion())
                                .map(totals -> page.withDigests(totals.collections()))
                        : Mono.just(page)));
    }

    /** Of several pages each has a snapshot of its own, and no digest would fit what the phone holds after the last. */
    private static boolean isAll(Start start, PullPage page) {
        return !page.more() && start.target() == null;
    }

    private Mono<PullPage> page(Connection connection, Reader reader, PullRequest request, Start start, Instant now) {
        return Flux.from(statement(connection, reader, request, start).execute())
                .concatMap(result -> result.map((row, metadata) -> new Frame(
                        Objects.requireNonNull(row.get(0, Short.class)),
                        row.get(1, String.class),
                        Objects.requireNonNull(row.get(2, String.class)),
                        Objects.requireNonNull(row.get(3, Integer.class)))))
                .collectList()
                .map(frames -> page(reader, request, start, now, frames));
    }

    /** The cursor of somebody who has everything that there is now. */
    public Mono<Cursor> now(Reader reader, int schemaVersion) {
        return pull(reader, new PullRequest(null, schemaVersion, NO_COLLECTION, false, 1, 1))
                .map(PullPage::cursor);
    }

    private Statement statement(Connection connection, Reader reader, PullRequest request, Start start) {
        String sql = statements.computeIfAbsent(
                new Shape(start.phase(), request.schemaVersion()),
                shape -> PullSql.of(shape.phase(), collections, shape.schemaVersion()));
        Position position = start.position();
        Statement statement = connection
                .createStatement(sql)
                .bind(0, reader.tenantId())
                .bind(1, reader.userId())
                .bind(2, names(request))
                .bind(
                        3,
                        Math.min(
                                request.mostRecords(),
                                Math.max(FEWEST_RECORDS, request.maxBytes() / SMALLEST_RECORD_BYTES)))
                .bind(4, request.maxBytes())
                .bind(5, orNull(position == null ? null : Long.toString(position.rank()), String.class))
                .bind(6, orNull(position == null ? null : position.collection(), String.class))
                .bind(7, orNull(position == null ? null : position.id(), UUID.class))
                .bind(8, orNull(position == null ? null : position.scope(), UUID.class));
        Snapshot base = start.base();
        if (base != null) {
            statement
                    .bind(9, base.text())
                    .bind(10, base.lineage().incarnation())
                    .bind(11, orNull(base.lineage().beacon(), UUID.class))
                    .bind(12, orNull(base.lineage().lastingBeacon(), UUID.class));
        }
        if (start.phase() == Phase.UPGRADE) {
            statement.bind(13, start.knownSchemaVersion());
        }
        return statement;
    }

    private String[] names(PullRequest request) {
        Set<String> wanted = request.collections();
        return collections.all().stream()
                .map(Collection::type)
                .filter(type -> type.since() <= request.schemaVersion())
                .map(SyncedType::name)
                .filter(name -> wanted.isEmpty() || wanted.contains(name))
                .toArray(String[]::new);
    }

    private PullPage page(Reader reader, PullRequest request, Start start, Instant now, List<Frame> frames) {
        JsonNode head = JSON.readTree(frames.get(0).payload());
        if (head.get("lost").booleanValue()) {
            throw new ResyncRequiredException();
        }
        List<UUID> drops = new ArrayList<>();
        List<PullPage.Rows> rows = new ArrayList<>();
        List<PullPage.Tombstones> tombstones = new ArrayList<>();
        for (Frame frame : frames) {
            switch (frame.kind()) {
                case 1 -> drops.add(UUID.fromString(frame.payload()));
                case 2 ->
                    rows.add(new PullPage.Rows(
                            frame.collectionName(),
                            collection(frame.collectionName()).columns(request.schemaVersion()),
                            frame.payload(),
                            frame.records()));
                case 3 ->
                    tombstones.add(new PullPage.Tombstones(frame.collectionName(), frame.payload(), frame.records()));
                default -> {}
            }
        }
        Snapshot seen = start.target() == null ? snapshot(head) : start.target();
        boolean morePages = head.get("more").booleanValue();
        Cursor next = start.next(reader, request.schemaVersion(), now, seen, morePages ? position(head) : null);
        // What moved while the pages were read is asked for at once: the phone may have stopped between two of them for
        // days.
        boolean moved = !seen.text().equals(head.get("snapshot").stringValue());
        return new PullPage(
                head.get("verify").booleanValue(),
                drops,
                rows,
                tombstones,
                List.of(),
                next,
                next.target() != null || moved);
    }

    private Collection collection(String name) {
        return collections.named(name).orElseThrow();
    }

    private static Snapshot snapshot(JsonNode head) {
        return new Snapshot(
                head.get("snapshot").stringValue(),
                new Lineage(
                        Long.parseLong(head.get("incarnation").stringValue()),
                        id(head.get("beacon")),
                        id(head.get("lastingBeacon"))));
    }

    private static Position position(JsonNode head) {
        JsonNode last = head.get("last");
        return new Position(
                Long.parseLong(last.get(0).stringValue()),
                last.get(1).stringValue(),
                UUID.fromString(last.get(2).stringValue()),
                UUID.fromString(last.get(3).stringValue()));
    }

    private static @Nullable UUID id(JsonNode value) {
        return value.isNull() ? null : UUID.fromString(value.stringValue());
    }

    private static Object orNull(@Nullable Object value, Class<?> type) {
        return value == null ? Parameters.in(type) : value;
    }

    /** What a statement's text depends on. */
    private record Shape(Phase phase, int schemaVersion) {}

    /** A row of the statement's answer. */
    private record Frame(short kind, @Nullable String collection, String payload, int records) {
        String collectionName() {
            return Objects.requireNonNull(collection);
        }
    }
}
