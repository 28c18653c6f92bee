package io.revisit.contact;

import io.revisit.platform.database.Transaction;
import io.revisit.platform.mutation.Input;
import io.revisit.platform.security.Viewer;
import io.revisit.platform.sync.SyncedFeature;
import io.revisit.sync.change.Change;
import io.revisit.sync.collection.Accepts;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Contacts on phones: for whoever has their customer. */
@Component
class ContactSync implements SyncedFeature {
    private final ContactService contacts;

    ContactSync(ContactService contacts) {
        this.contacts = contacts;
    }

    @Override
    public String type() {
        return "Contact";
    }

    @Override
    public String table() {
        return "contact";
    }

    @Override
    public Accepts accepts() {
        return Accepts.creation("customerId", "name", "title", "phone", "email", "main")
                .andChanges("name", "title", "phone", "email", "main")
                .andDeletion();
    }

    @Override
    public Mono<Void> apply(Transaction transaction, Viewer viewer, Change change) {
        Mono<UUID> applied =
                switch (change.operation()) {
                    case CREATE -> contacts.create(transaction, viewer, Input.of(change.input()));
                    case UPDATE ->
                        contacts.update(
                                transaction,
                                viewer,
                                Input.of(change.input(
                                        "expectedVersion", change.current().get("version"))));
                    case DELETE -> contacts.delete(transaction, viewer, Input.of(change.input()));
                };
        return applied.then();
    }
}
