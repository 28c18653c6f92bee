package io.revisit.attachment.content;

import io.revisit.attachment.Attachment;
import io.revisit.attachment.AttachmentRepository;
import io.revisit.attachment.store.BlobRepository;
import io.revisit.contract.ErrorCode;
import io.revisit.platform.database.Database;
import io.revisit.platform.database.Statements;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.projection.QueryRepository;
import io.revisit.platform.security.Viewer;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/** Finds content for those who may read it, asking anew each time. */
@Service
class Contents {
    private final Database database;
    private final QueryRepository queries;
    private final AttachmentRepository attachments;
    private final BlobRepository blobs;

    Contents(Database database, QueryRepository queries, AttachmentRepository attachments, BlobRepository blobs) {
        this.database = database;
        this.queries = queries;
        this.attachments = attachments;
        this.blobs = blobs;
    }

    /** The content of an attachment; one whose content has not arrived yet is refused with the state it is in. */
    Mono<ReadableContent> find(Viewer viewer, UUID attachmentId) {
        return database.read(
                        viewer.tenantId(), statements -> queries.sees(statements, viewer, "Attachment", attachmentId)
                                .filter(visible -> visible)
                                .flatMap(visible -> attachments.find(statements, viewer.tenantId(), attachmentId))
                                .flatMap(attachment -> stored(statements, viewer, attachment)))
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.NOT_FOUND)))
                .map(content -> content.orElseThrow(
                        () -> new ApiException(ErrorCode.INVALID_STATE, Map.of("state", "PENDING"))));
    }

    private Mono<Optional<ReadableContent>> stored(Statements statements, Viewer viewer, Attachment attachment) {
        return attachment.stored()
                ? blobs.find(
                                statements,
                                viewer.tenantId(),
                                attachment.announced().sha256())
                        .map(blob -> Optional.of(new ReadableContent(blob, attachment.announced())))
                : Mono.just(Optional.empty());
    }
}
