package io.revisit.customer;

import io.revisit.access.AccessRepository;
import io.revisit.contract.ErrorCode;
import io.revisit.platform.database.Transaction;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.mutation.Input;
import io.revisit.platform.security.Viewer;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/** The rules of changing a customer's profile. */
@Service
class CustomerService {
    private final AccessRepository access;
    private final CustomerRepository customers;

    CustomerService(AccessRepository access, CustomerRepository customers) {
        this.access = access;
        this.customers = customers;
    }

    Mono<UUID> update(Transaction transaction, Viewer viewer, Input input) {
        UUID id = input.id("id");
        int expected = input.number("expectedVersion");
        return access.requireVisible(transaction, viewer, "Customer", id, "id")
                .then(Mono.defer(() -> access.requireWorker(viewer)))
                .then(Mono.defer(() -> requireMayDecide(transaction, viewer, id, input)))
                .then(Mono.defer(() -> customers.lock(transaction, id)))
                .flatMap(version -> {
                    if (version != expected) {
                        throw new ApiException(ErrorCode.CONFLICT, Map.of("version", version));
                    }
                    return customers.update(
                            transaction, id, CustomerPatch.of(input).json());
                })
                .thenReturn(id);
    }

    /** How much a customer matters and who looks after him is decided by those who lead whoever does now. */
    private Mono<Void> requireMayDecide(Transaction transaction, Viewer viewer, UUID id, Input input) {
        if (!input.has("tier") && !input.has("ownerId")) {
            return Mono.empty();
        }
        UUID ownerId = input.optionalId("ownerId");
        return access.requireLeads(transaction, viewer, id, input.has("tier") ? "tier" : "ownerId")
                .then(Mono.defer(() -> ownerId == null
                        ? Mono.<Void>empty()
                        : access.requireAssignable(transaction, viewer, ownerId, "ownerId")));
    }
}
