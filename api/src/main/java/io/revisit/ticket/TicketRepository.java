package io.revisit.ticket;

import static io.revisit.platform.database.Statements.nullable;

import io.revisit.platform.database.Transaction;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** How tickets are written; the database numbers them. */
@Repository
class TicketRepository {
    private static final String INSERT =
            """
            insert into service_ticket (tenant_id, id, customer_id, kind, subject, description, priority, opened_by,
                                        assignee_id, order_id, opened_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            on conflict (tenant_id, id) do nothing
            """;

    private static final String IS_ORDER_OF_CUSTOMER =
            """
            select exists(select 1 from customer_order where tenant_id = $1 and id = $2 and customer_id = $3)
            """;

    private static final String LOCK =
            """
            select state, version, resolution from service_ticket where tenant_id = $1 and id = $2 for no key update
            """;

    /** Keys of the patch are columns; the times follow from the state. */
    private static final String UPDATE =
            """
            update service_ticket as s
            set (subject, description, priority, assignee_id, state, resolution, resolved_at, closed_at) =
                (select p.subject, p.description, p.priority, p.assignee_id, p.state,
                        case when p.state in ('RESOLVED', 'CLOSED') then p.resolution end,
                        case when p.state in ('RESOLVED', 'CLOSED') then coalesce(s.resolved_at, $4) end,
                        case when p.state = 'CLOSED' then $4::timestamptz end
                 from jsonb_populate_record(s, $3::jsonb) as p)
            where s.tenant_id = $1 and s.id = $2
            """;

    /** False when the id is taken. */
    Mono<Boolean> insert(
            Transaction transaction,
            UUID id,
            UUID customerId,
            NewTicket ticket,
            UUID openedBy,
            @Nullable UUID assigneeId,
            @Nullable UUID orderId) {
        return transaction
                .update(
                        INSERT,
                        transaction.actor().tenantId(),
                        id,
                        customerId,
                        ticket.kind(),
                        ticket.subject(),
                        nullable(ticket.description(), String.class),
                        ticket.priority(),
                        openedBy,
                        nullable(assigneeId, UUID.class),
                        nullable(orderId, UUID.class),
                        transaction.now())
                .map(inserted -> inserted == 1);
    }

    Mono<Boolean> isOrderOfCustomer(Transaction transaction, UUID orderId, UUID customerId) {
        return transaction
                .query(
                        IS_ORDER_OF_CUSTOMER,
                        row -> Boolean.TRUE.equals(row.get(0, Boolean.class)),
                        transaction.actor().tenantId(),
                        orderId,
                        customerId)
                .single();
    }

    Mono<Ticket> lock(Transaction transaction, UUID id) {
        return transaction.queryOne(
                LOCK,
                row -> new Ticket(
                        Objects.requireNonNull(row.get(0, String.class)),
                        Objects.requireNonNull(row.get(1, Integer.class)),
                        row.get(2, String.class)),
                transaction.actor().tenantId(),
                id);
    }

    Mono<Void> update(Transaction transaction, UUID id, String patch) {
        return transaction
                .update(UPDATE, transaction.actor().tenantId(), id, patch, transaction.now())
                .then();
    }
}
