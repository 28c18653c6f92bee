package io.revisit.mobile.watermelon;

import io.revisit.platform.database.Database;
import io.revisit.platform.security.Viewer;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** What a device edited last, record by record. */
@Repository
class EditRepository {
    /** The same edit again keeps its ordinal and its base; one that comes late, after another, changes nothing. */
    private static final String REMEMBER =
            """
            insert into sync_last_edit as e (tenant_id, device_id, collection, record_id, content, ordinal, base_version, sent_at)
            select $1, $2, n.collection, n.record_id, n.content, $3, n.base_version, current_instant()
            from unnest($4::text[], $5::uuid[], $6::text[], $7::bigint[]) as n (collection, record_id, content, base_version)
            order by n.collection, n.record_id
            on conflict on constraint sync_last_edit_pkey do update set
                content = case when excluded.ordinal < e.ordinal then e.content else excluded.content end,
                ordinal = case when excluded.ordinal < e.ordinal or excluded.content = e.content then e.ordinal else excluded.ordinal end,
                base_version = case when excluded.ordinal < e.ordinal or excluded.content = e.content
                                    then e.base_version else excluded.base_version end,
                sent_at = excluded.sent_at
            returning e.collection, e.record_id, e.content, e.ordinal, e.base_version
            """;

    private static final String SENT =
            "select id from sync_mutation where tenant_id = $1 and device_id = $2 and id = any ($3)";

    private final Database database;

    EditRepository(Database database) {
        this.database = database;
    }

    /** The last edit of each of these records, which is this one unless that came late. */
    Mono<List<Last>> remember(Viewer viewer, String requestId, long ordinal, List<Last> edits) {
        if (edits.isEmpty()) {
            return Mono.just(List.of());
        }
        return database.write(viewer.actor(requestId), transaction -> transaction
                .query(
                        REMEMBER,
                        row -> new Last(
                                Objects.requireNonNull(row.get(0, String.class)),
                                Objects.requireNonNull(row.get(1, UUID.class)),
                                Objects.requireNonNull(row.get(2, String.class)),
                                Objects.requireNonNull(row.get(3, Long.class)),
                                row.get(4, Long.class)),
                        viewer.tenantId(),
                        viewer.deviceId(),
                        ordinal,
                        edits.stream().map(Last::collection).toArray(String[]::new),
                        edits.stream().map(Last::recordId).toArray(UUID[]::new),
                        edits.stream().map(Last::content).toArray(String[]::new),
                        edits.stream().map(Last::baseVersion).toArray(Long[]::new))
                .collectList());
    }

    /** Those of the mutations that the device has sent before. */
    Mono<Set<UUID>> sent(Viewer viewer, List<UUID> mutations) {
        return database.read(viewer.tenantId(), statements -> statements
                .query(
                        SENT,
                        row -> Objects.requireNonNull(row.get(0, UUID.class)),
                        viewer.tenantId(),
                        viewer.deviceId(),
                        mutations.toArray(UUID[]::new))
                .collect(Collectors.toSet()));
    }

    /**
     * An edit.
     *
     * @param content a hash of what it does
     * @param ordinal the answer after which it came first
     * @param baseVersion the version on which it was made
     */
    record Last(String collection, UUID recordId, String content, long ordinal, @Nullable Long baseVersion) {}
}
