package io.revisit.demo;

import io.revisit.demo.Contracts.Contract;
import io.revisit.demo.Northwind.Employee;
import io.revisit.demo.Northwind.Order;
import io.revisit.demo.Tickets.Ticket;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every owner should do next, for reasons found in the data: customers that have stopped ordering, contracts
 * that end, open complaints, and fresh orders to ask about until there is something in every bucket of his day.
 */
final class Tasks {
    private static final int SILENT_DAYS = 45;
    private static final int GRAVE_SILENCE_DAYS = 180;
    private static final int CONTRACT_NOTICE_DAYS = 90;
    private static final int AT_LEAST = 4;
    private static final int EXCUSED_EVERY = 9;

    private Tasks() {}

    /** A task; closed ones carry a note. */
    record Task(
            String customer,
            String assignee,
            String kind,
            String title,
            String reason,
            String priority,
            String state,
            Instant earliestAt,
            Instant dueAt,
            Instant latestAt,
            @Nullable String closingNote,
            @Nullable Instant closedAt) {}

    /** A task that has no date yet. */
    record Reason(Account account, String kind, String title, String reason, boolean pressing) {}

    static List<Task> of(
            List<Account> accounts, List<Contract> contracts, List<Ticket> tickets, Instant now, LocalDate today) {
        Map<Employee, List<Account>> byOwner = new LinkedHashMap<>();
        accounts.forEach(account -> byOwner.computeIfAbsent(account.owner(), owner -> new ArrayList<>())
                .add(account));
        Stream<Task> open = byOwner.entrySet().stream().flatMap(owner -> {
            List<Reason> reasons = reasons(owner.getValue(), contracts, tickets, today);
            return IntStream.range(0, reasons.size())
                    .mapToObj(index -> dated(reasons.get(index), owner.getKey(), index, now));
        });
        Stream<Task> excused = IntStream.range(0, accounts.size())
                .filter(index -> index % EXCUSED_EVERY == 0)
                .mapToObj(index -> excused(accounts.get(index), index, today));
        return Stream.concat(open, excused).toList();
    }

    private static List<Reason> reasons(
            List<Account> accounts, List<Contract> contracts, List<Ticket> tickets, LocalDate today) {
        List<Reason> reasons = new ArrayList<>();
        accounts.stream()
                .sorted(Comparator.comparing((Account account) ->
                                Objects.requireNonNullElse(account.daysSinceLastOrder(today), Long.MAX_VALUE))
                        .reversed())
                .flatMap(account -> Stream.ofNullable(silence(account, today)))
                .forEach(reasons::add);
        accounts.forEach(account -> {
            tickets.stream()
                    .filter(ticket ->
                            ticket.customer().equals(account.customer().id())
                                    && ticket.state().equals("OPEN"))
                    .map(ticket -> new Reason(account, "COMPLAINT", "Answer the complaint", ticket.subject(), true))
                    .forEach(reasons::add);
            contracts.stream()
                    .filter(contract ->
                            contract.customer().equals(account.customer().id()))
                    .flatMap(contract -> Stream.ofNullable(ending(account, contract, today)))
                    .forEach(reasons::add);
        });
        accounts.stream()
                .flatMap(account -> account.orders().stream().map(order -> Map.entry(account, order)))
                .sorted(Comparator.comparing(
                        (Map.Entry<Account, Order> entry) -> entry.getValue().orderedOn(), Comparator.reverseOrder()))
                .limit(Math.max(0, AT_LEAST - reasons.size()))
                .map(entry -> fresh(entry.getKey(), entry.getValue(), today))
                .forEach(reasons::add);
        return reasons;
    }

    private static @Nullable Reason silence(Account account, LocalDate today) {
        Order last = account.lastOrder();
        Long days = account.daysSinceLastOrder(today);
        if (last == null || days == null) {
            return new Reason(
                    account,
                    "FOLLOW_UP",
                    "Win a first order from " + account.customer().name(),
                    "Has never ordered",
                    false);
        }
        return days <= SILENT_DAYS
                ? null
                : new Reason(
                        account,
                        "FOLLOW_UP",
                        "No order from %s for %d days"
                                .formatted(account.customer().name(), days),
                        "The last order, %s over %s, was %d days ago"
                                .formatted(last.number(), Dollars.text(last.totalMinor()), days),
                        days > GRAVE_SILENCE_DAYS);
    }

    private static @Nullable Reason ending(Account account, Contract contract, LocalDate today) {
        long days = ChronoUnit.DAYS.between(today, contract.endsOn());
        return days < 0 || days > CONTRACT_NOTICE_DAYS
                ? null
                : new Reason(
                        account,
                        "CONTRACT",
                        "Renew contract " + contract.number(),
                        "Worth %s, ends on %s".formatted(Dollars.text(contract.amountMinor()), contract.endsOn()),
                        days < 30);
    }

    private static Reason fresh(Account account, Order order, LocalDate today) {
        return new Reason(
                account,
                "FOLLOW_UP",
                "Propose the next order, after " + order.number(),
                "Ordered %s ago over %s"
                        .formatted(
                                Tickets.days(ChronoUnit.DAYS.between(order.orderedOn(), today)),
                                Dollars.text(order.totalMinor())),
                false);
    }

    /** Goes round overdue, today, this week, later, as the owner's own calendar has them. */
    private static Task dated(Reason reason, Employee owner, int index, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, owner.zone());
        int round = index / 4;
        LocalDate due =
                switch (index % 4) {
                    case 0 -> today.minusDays(1 + round * 2L);
                    case 1 -> today;
                    case 2 -> withinWeek(today, round);
                    default -> WorkingTime.onOrAfter(today.plusDays(8 + round * 3L));
                };
        LocalDate latest = index % 4 < 2 ? due : due.plusDays(index % 4 == 2 ? 0 : 4);
        boolean high = reason.pressing()
                || List.of("STRATEGIC", "VIP").contains(reason.account().tier());
        return new Task(
                reason.account().customer().id(),
                owner.id(),
                reason.kind(),
                reason.title(),
                reason.reason(),
                high ? "HIGH" : "NORMAL",
                "READY",
                WorkingTime.start(due.minusDays(3), owner.zone()).toInstant(),
                WorkingTime.due(due, owner.zone()).toInstant(),
                WorkingTime.end(latest, owner.zone()).toInstant(),
                null,
                null);
    }

    /** A working day among the next six. */
    private static LocalDate withinWeek(LocalDate today, int round) {
        List<LocalDate> days = today.plusDays(1)
                .datesUntil(today.plusDays(7))
                .filter(day -> WorkingTime.onOrAfter(day).equals(day))
                .toList();
        return days.get(round % days.size());
    }

    private static Task excused(Account account, int index, LocalDate today) {
        LocalDate due = WorkingTime.onOrBefore(today.minusDays(40 + index));
        return new Task(
                account.customer().id(),
                account.owner().id(),
                "FOLLOW_UP",
                "Go through the assortment",
                "Half-yearly review",
                "LOW",
                "EXCUSED",
                WorkingTime.start(due.minusDays(7), account.owner().zone()).toInstant(),
                WorkingTime.due(due, account.owner().zone()).toInstant(),
                WorkingTime.end(due.plusDays(7), account.owner().zone()).toInstant(),
                "The customer was taking stock and asked for another time.",
                WorkingTime.slot(due, index, account.owner().zone()).toInstant());
    }
}
