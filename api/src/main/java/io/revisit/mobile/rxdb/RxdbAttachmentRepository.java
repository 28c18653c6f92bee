package io.revisit.mobile.rxdb;

import io.r2dbc.spi.Readable;
import io.revisit.platform.database.Database;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Contents of the attachments that RxDB keeps with its documents. */
@Repository
class RxdbAttachmentRepository {
    private static final String DATA = "_attachments_data";

    private static final String FIND =
            """
            select a.record_id, a.digest, a.content
            from unnest($2::uuid[], $3::text[]) as wanted (record_id, digest)
            join rxdb_attachment a
                on a.tenant_id = $1 and a.record_id = wanted.record_id and a.digest = wanted.digest
            """;

    private static final String KEEP =
            """
            insert into rxdb_attachment (tenant_id, record_id, digest, content) values ($1, $2, $3, $4)
            on conflict (tenant_id, record_id, digest) do nothing
            """;

    private static final String KNOWN = "select digest from rxdb_attachment where tenant_id = $1 and record_id = $2";

    /** What an issue may still restore is younger. */
    private static final String PURGE =
            """
            delete from rxdb_attachment
            where tenant_id = $1 and record_id = $2 and digest <> all ($3) and created_at < current_instant() - interval '90 days'
            """;

    private final Database database;

    RxdbAttachmentRepository(Database database) {
        this.database = database;
    }

    /** Puts the contents of their attachments beside the documents, for a phone that replicates them. */
    Mono<Void> fill(Replication replication, List<ObjectNode> documents) {
        List<UUID> records = new ArrayList<>();
        List<String> digests = new ArrayList<>();
        for (ObjectNode document : documents) {
            for (JsonNode attachment : document.path(Documents.RXDB_ATTACHMENTS)) {
                records.add(Documents.id(document));
                digests.add(attachment.path("digest").asString());
            }
        }
        if (records.isEmpty()) {
            return Mono.empty();
        }
        return database.read(replication.viewer().tenantId(), statements -> statements
                        .query(
                                FIND,
                                RxdbAttachmentRepository::content,
                                replication.viewer().tenantId(),
                                records.toArray(UUID[]::new),
                                digests.toArray(String[]::new))
                        .collectList())
                .doOnNext(contents -> {
                    Map<Place, String> byPlace = new HashMap<>();
                    contents.forEach(content -> byPlace.put(content.place(), content.base64()));
                    documents.forEach(document -> fill(document, byPlace));
                })
                .then();
    }

    /**
     * Keeps the contents that came with a document; the names of attachments of which we have the contents. What has none
     * does not exist.
     */
    Mono<Set<String>> keep(Replication replication, UUID recordId, JsonNode document) {
        UUID tenantId = replication.viewer().tenantId();
        JsonNode described = document.path(Documents.RXDB_ATTACHMENTS);
        Map<String, byte[]> contents = new HashMap<>();
        document.path(DATA).properties().forEach(named -> AttachmentContent.of(
                        described.path(named.getKey()).path("digest").asString(""), named.getValue())
                .ifPresent(content -> contents.put(
                        described.path(named.getKey()).path("digest").asString(), content)));
        Set<String> digests = new HashSet<>();
        described.forEach(attachment -> digests.add(attachment.path("digest").asString("")));
        return database.write(replication.viewer().actor(""), transaction -> Flux.fromIterable(contents.entrySet())
                        .concatMap(content -> transaction.update(
                                KEEP, tenantId, recordId, content.getKey(), ByteBuffer.wrap(content.getValue())))
                        .then(transaction.update(PURGE, tenantId, recordId, digests.toArray(String[]::new)))
                        .then(transaction
                                .query(
                                        KNOWN,
                                        row -> Objects.requireNonNull(row.get(0, String.class)),
                                        tenantId,
                                        recordId)
                                .collectList()))
                .map(known -> {
                    Set<String> names = new HashSet<>();
                    described.properties().forEach(named -> {
                        if (known.contains(named.getValue().path("digest").asString(""))) {
                            names.add(named.getKey());
                        }
                    });
                    return names;
                });
    }

    private static void fill(ObjectNode document, Map<Place, String> contents) {
        ObjectNode data = Documents.JSON.createObjectNode();
        document.path(Documents.RXDB_ATTACHMENTS).properties().forEach(named -> {
            String content = contents.get(new Place(
                    Documents.id(document), named.getValue().path("digest").asString()));
            if (content != null) {
                data.put(named.getKey(), content);
            }
        });
        if (!data.isEmpty()) {
            document.set(DATA, data);
        }
    }

    private static Content content(Readable row) {
        return new Content(
                new Place(
                        Objects.requireNonNull(row.get(0, UUID.class)),
                        Objects.requireNonNull(row.get(1, String.class))),
                Base64.getEncoder().encodeToString(Objects.requireNonNull(row.get(2, byte[].class))));
    }

    private record Place(UUID recordId, String digest) {}

    private record Content(Place place, String base64) {}
}
