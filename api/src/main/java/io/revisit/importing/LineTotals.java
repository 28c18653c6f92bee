package io.revisit.importing;

import io.revisit.platform.database.Transaction;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Brings orders' totals in line with imported lines. Lines of an order usually follow each other, so the last order
 * of a chunk waits for the next one: its total, and the customer's history, shall not show half an order.
 */
final class LineTotals {
    private final ImportRepository repository;
    private final boolean wanted;
    private @Nullable Object waiting;

    LineTotals(ImportRepository repository, boolean wanted) {
        this.repository = repository;
        this.wanted = wanted;
    }

    /** Sums up every order of the chunk, and the one that waited, except the chunk's last. */
    Mono<Void> sumUp(Transaction transaction, List<CheckedRow> chunk) {
        if (!wanted) {
            return Mono.empty();
        }
        Set<Object> orders = new LinkedHashSet<>();
        if (waiting != null) {
            orders.add(waiting);
        }
        chunk.forEach(line -> orders.add(order(line)));
        orders.remove(last(chunk));
        return orders.isEmpty()
                ? Mono.empty()
                : repository.sumUpLines(transaction, orders).then();
    }

    /** The chunk is in the database; its last order waits. */
    void stored(List<CheckedRow> chunk) {
        waiting = wanted ? last(chunk) : null;
    }

    boolean isDone() {
        return waiting == null;
    }

    Mono<Void> sumUpLast(Transaction transaction) {
        return waiting == null
                ? Mono.empty()
                : repository.sumUpLines(transaction, Set.of(waiting)).then();
    }

    private static Object last(List<CheckedRow> chunk) {
        return order(chunk.get(chunk.size() - 1));
    }

    private static Object order(CheckedRow line) {
        return Objects.requireNonNull(line.values().get("order_id"));
    }
}
