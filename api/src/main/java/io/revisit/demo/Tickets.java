package io.revisit.demo;

import io.revisit.demo.Northwind.Order;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Complaints about orders that really came late or have not come at all. */
final class Tickets {
    private static final int STILL_OPEN = 4;
    private static final int CLOSED_AFTER_DAYS = 60;
    private static final int GRAVE_DAYS = 7;

    private Tickets() {}

    /** A complaint; the resolution and its times are there once it is settled. */
    record Ticket(
            String customer,
            String order,
            String assignee,
            String subject,
            String description,
            String priority,
            String state,
            Instant openedAt,
            @Nullable String resolution,
            @Nullable Instant resolvedAt,
            @Nullable Instant closedAt) {}

    static List<Ticket> of(List<Account> accounts, Instant now, LocalDate today) {
        List<Order> late = accounts.stream()
                .flatMap(account -> account.orders().stream())
                .filter(order ->
                        order.daysLate(today) > 0 && noticed(order, today).isBefore(today))
                .toList();
        Set<String> open = late.stream()
                .sorted(Comparator.comparing((Order order) -> noticed(order, today))
                        .reversed())
                .limit(STILL_OPEN)
                .map(Order::number)
                .collect(Collectors.toSet());
        List<Ticket> tickets = new ArrayList<>();
        for (Account account : accounts) {
            account.orders().stream()
                    .filter(late::contains)
                    .map(order -> ticket(account, order, open.contains(order.number()), now, today))
                    .forEach(tickets::add);
        }
        return tickets.stream().sorted(Comparator.comparing(Ticket::openedAt)).toList();
    }

    private static LocalDate noticed(Order order, LocalDate today) {
        LocalDate shipped = order.shippedOn();
        LocalDate day = shipped == null ? order.requiredOn().plusDays(1) : shipped.plusDays(2);
        // What is found out on a weekend is complained about on Monday, unless that is still to come.
        return WorkingTime.onOrAfter(day).isBefore(today) ? WorkingTime.onOrAfter(day) : day;
    }

    private static Ticket ticket(Account account, Order order, boolean newest, Instant now, LocalDate today) {
        long days = order.daysLate(today);
        boolean shipped = order.shippedOn() != null;
        ZonedDateTime opened = WorkingTime.slot(
                noticed(order, today), order.seed(), account.customer().zone());
        ZonedDateTime settled = WorkingTime.slot(
                WorkingTime.onOrAfter(opened.toLocalDate().plusDays(2 + order.seed() % 4)),
                order.seed() + 4,
                account.customer().zone());
        boolean open = newest || !shipped || settled.toInstant().isAfter(now);
        boolean closed =
                !open && settled.plusDays(CLOSED_AFTER_DAYS).toInstant().isBefore(now);
        return new Ticket(
                account.customer().id(),
                order.number(),
                account.owner().id(),
                shipped
                        ? "Order %s shipped %s late".formatted(order.number(), days(days))
                        : "Order %s not shipped, was required on %s".formatted(order.number(), order.requiredOn()),
                shipped
                        ? "Required on %s, shipped on %s. The customer asks for the reason."
                                .formatted(order.requiredOn(), order.shippedOn())
                        : "The customer asks when the goods will come.",
                days > GRAVE_DAYS ? "HIGH" : "NORMAL",
                open ? "OPEN" : closed ? "CLOSED" : "RESOLVED",
                opened.toInstant(),
                open ? null : resolution(order),
                open ? null : settled.toInstant(),
                closed ? settled.plusDays(1).toInstant() : null);
    }

    private static String resolution(Order order) {
        return switch (order.seed() % 3) {
            case 0 -> "Explained the delay; freight of the next order is on us.";
            case 1 -> "Apologised and agreed on a fixed weekday for deliveries.";
            default -> "A product was out of stock; the customer now gets a message when a date slips.";
        };
    }

    static String days(long count) {
        return count == 1 ? "1 day" : count + " days";
    }
}
