package io.revisit.attachment;

import io.revisit.platform.database.Transaction;
import io.revisit.platform.mutation.Input;
import io.revisit.platform.security.Viewer;
import io.revisit.platform.sync.SyncedFeature;
import io.revisit.sync.change.Change;
import io.revisit.sync.collection.Accepts;
import io.revisit.sync.collection.Operation;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Metadata of attachments on phones: for whoever has their customer. The content travels apart. */
@Component
class AttachmentSync implements SyncedFeature {
    private final AttachmentService attachments;

    AttachmentSync(AttachmentService attachments) {
        this.attachments = attachments;
    }

    @Override
    public String type() {
        return "Attachment";
    }

    @Override
    public String table() {
        return "attachment";
    }

    @Override
    public Map<String, String> expressions() {
        return Map.of("createdById", "r.created_by");
    }

    @Override
    public Accepts accepts() {
        return Accepts.creation("customerId", "visitId", "ticketId", "fileName", "mediaType", "byteCount", "sha256")
                .andDeletion();
    }

    @Override
    public Mono<Void> apply(Transaction transaction, Viewer viewer, Change change) {
        Input input = Input.of(change.input());
        return (change.operation() == Operation.CREATE
                        ? attachments.add(transaction, viewer, input)
                        : attachments.remove(transaction, viewer, input))
                .then();
    }
}
