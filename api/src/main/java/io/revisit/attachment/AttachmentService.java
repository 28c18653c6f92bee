package io.revisit.attachment;

import io.revisit.access.AccessRepository;
import io.revisit.contract.ErrorCode;
import io.revisit.platform.database.Transaction;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.mutation.Input;
import io.revisit.platform.mutation.NewIds;
import io.revisit.platform.security.Viewer;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/** The rules of announcing attachments and taking them away. */
@Service
@EnableConfigurationProperties(AttachmentSettings.class)
public class AttachmentService {
    private final AccessRepository access;
    private final AttachmentRepository attachments;
    private final KnownContentRepository knownContent;
    private final long largest;

    AttachmentService(
            AccessRepository access,
            AttachmentRepository attachments,
            KnownContentRepository knownContent,
            AttachmentSettings settings) {
        this.access = access;
        this.attachments = attachments;
        this.knownContent = knownContent;
        this.largest = settings.largest().toBytes();
    }

    /** Announces a file; it is stored at once when its content is already there and the viewer may read it. */
    public Mono<UUID> add(Transaction transaction, Viewer viewer, Input input) {
        UUID id = NewIds.chosenOrNew(input, transaction.now());
        UUID visitId = input.optionalId("visitId");
        UUID ticketId = input.optionalId("ticketId");
        NewAttachment announced = NewAttachment.of(input, largest);
        return access.requireWorker(viewer)
                .then(Mono.defer(() -> customer(transaction, viewer, input, visitId, ticketId)))
                .flatMap(customerId -> access.requireUnused(transaction, viewer, input.optionalId("id"))
                        .then(Mono.defer(() -> knownContent.isKnown(transaction, viewer, announced)))
                        .flatMap(known ->
                                attachments.insert(transaction, id, customerId, visitId, ticketId, announced, known)))
                .flatMap(inserted -> inserted ? Mono.just(id) : Mono.error(NewIds.taken()));
    }

    /** Takes a file away: for whoever added it and those who lead him. */
    public Mono<UUID> remove(Transaction transaction, Viewer viewer, Input input) {
        UUID id = input.id("id");
        Integer expected = input.optionalNumber("expectedVersion");
        return access.requireVisible(transaction, viewer, "Attachment", id, "id")
                .then(Mono.defer(() -> access.requireWorker(viewer)))
                .then(Mono.defer(() -> attachments.lock(transaction, id)))
                .switchIfEmpty(Mono.error(() -> ApiException.notFound("id")))
                .flatMap(attachment -> requireOwn(transaction, viewer, attachment)
                        .then(Mono.defer(() -> {
                            if (expected != null && expected != attachment.version()) {
                                throw new ApiException(ErrorCode.CONFLICT, Map.of("version", attachment.version()));
                            }
                            return attachments.remove(transaction, id);
                        })))
                .thenReturn(id);
    }

    private Mono<Void> requireOwn(Transaction transaction, Viewer viewer, Attachment attachment) {
        return attachment.createdBy() == null
                ? access.requireLeads(transaction, viewer, attachment.customerId(), "id")
                : access.requireOneOfPeople(transaction, viewer, attachment.createdBy());
    }

    private Mono<UUID> customer(
            Transaction transaction, Viewer viewer, Input input, @Nullable UUID visitId, @Nullable UUID ticketId) {
        if (visitId == null && ticketId == null) {
            UUID customerId = input.id("customerId");
            return access.requireVisible(transaction, viewer, "Customer", customerId, "customerId")
                    .thenReturn(customerId);
        }
        return parent(transaction, viewer, "Visit", visitId, "visitId")
                .then(Mono.defer(() -> parent(transaction, viewer, "Ticket", ticketId, "ticketId")))
                .then(Mono.defer(
                        () -> attachments.customerOf(transaction, input.optionalId("customerId"), visitId, ticketId)))
                .switchIfEmpty(Mono.error(() -> ApiException.notFound(visitId == null ? "ticketId" : "visitId")));
    }

    private Mono<Void> parent(Transaction transaction, Viewer viewer, String type, @Nullable UUID id, String field) {
        return id == null ? Mono.empty() : access.requireVisible(transaction, viewer, type, id, field);
    }
}
