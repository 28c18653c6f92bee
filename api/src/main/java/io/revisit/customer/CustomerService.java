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
                .then(Mono.defer(() -> requireMayDecide(transaction, viewer, input)))
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

    /** How much a customer matters and who looks after him is decided by those who direct. */
    private Mono<Void> requireMayDecide(Transaction transaction, Viewer viewer, Input input) {
        for (String field : new String[] {"tier", "ownerId"}) {
            if (input.has(field) && !viewer.role().directs()) {
                throw ApiException.of(ErrorCode.FORBIDDEN, field);
            }
        }
        UUID ownerId = input.optionalId("ownerId");
        return ownerId == null ? Mono.empty() : access.requireAssignable(transaction, viewer, ownerId, "ownerId");
    }
}
