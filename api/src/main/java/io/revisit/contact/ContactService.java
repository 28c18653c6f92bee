package io.revisit.contact;

import io.revisit.access.AccessRepository;
import io.revisit.contract.ErrorCode;
import io.revisit.platform.database.Transaction;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.mutation.Input;
import io.revisit.platform.mutation.NewIds;
import io.revisit.platform.security.Viewer;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/** The rules of adding, changing and removing contacts: for whoever works and sees the customer. */
@Service
class ContactService {
    private final AccessRepository access;
    private final ContactWritesRepository contacts;

    ContactService(AccessRepository access, ContactWritesRepository contacts) {
        this.access = access;
        this.contacts = contacts;
    }

    Mono<UUID> create(Transaction transaction, Viewer viewer, Input input) {
        UUID id = NewIds.chosenOrNew(input, transaction.now());
        UUID customerId = input.id("customerId");
        ContactPatch patch = ContactPatch.ofNew(input);
        return access.requireWorker(viewer)
                .then(Mono.defer(
                        () -> access.requireVisible(transaction, viewer, "Customer", customerId, "customerId")))
                .then(Mono.defer(() -> access.requireUnused(transaction, viewer, input.optionalId("id"))))
                .then(Mono.defer(() ->
                        patch.makesMain() ? contacts.takeMainMark(transaction, customerId, id) : Mono.<Void>empty()))
                .then(Mono.defer(() -> contacts.insert(transaction, id, customerId, patch.json())))
                .flatMap(inserted -> inserted ? Mono.just(id) : Mono.error(NewIds.taken()));
    }

    Mono<UUID> update(Transaction transaction, Viewer viewer, Input input) {
        UUID id = input.id("id");
        int expected = input.number("expectedVersion");
        ContactPatch patch = ContactPatch.of(input);
        return requireMayChange(transaction, viewer, id)
                .then(Mono.defer(
                        () -> patch.makesMain() ? contacts.lockCustomerOf(transaction, id) : Mono.<Void>empty()))
                .then(Mono.defer(() -> lock(transaction, id)))
                .flatMap(contact -> {
                    if (contact.version() != expected) {
                        throw new ApiException(ErrorCode.CONFLICT, Map.of("version", contact.version()));
                    }
                    return patch.makesMain()
                            ? contacts.takeMainMark(transaction, contact.customerId(), id)
                            : Mono.<Void>empty();
                })
                .then(Mono.defer(() -> contacts.update(transaction, id, patch.json())))
                .thenReturn(id);
    }

    Mono<UUID> delete(Transaction transaction, Viewer viewer, Input input) {
        UUID id = input.id("id");
        return requireMayChange(transaction, viewer, id)
                .then(Mono.defer(() -> lock(transaction, id)))
                .flatMap(contact -> contacts.delete(transaction, id))
                .thenReturn(id);
    }

    private Mono<Void> requireMayChange(Transaction transaction, Viewer viewer, UUID id) {
        return access.requireVisible(transaction, viewer, "Contact", id, "id")
                .then(Mono.defer(() -> access.requireWorker(viewer)));
    }

    /** Somebody may have removed it since it was seen. */
    private Mono<Contact> lock(Transaction transaction, UUID id) {
        return contacts.lock(transaction, id).switchIfEmpty(Mono.error(() -> ApiException.notFound("id")));
    }
}
