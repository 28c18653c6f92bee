package io.revisit.demo;

import io.revisit.demo.Northwind.Order;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Yearly supply contracts of the best customers, each year priced by what was really bought in it. */
final class Contracts {
    private static final int BEST = 15;
    private static final long ROUND_TO_MINOR = 100_00;

    private Contracts() {}

    /** A year of supply. */
    record Contract(
            String number,
            String customer,
            String title,
            String state,
            LocalDate signedOn,
            LocalDate startsOn,
            LocalDate endsOn,
            long amountMinor) {}

    static List<Contract> of(List<Account> accounts, LocalDate today) {
        return accounts.stream()
                .sorted(Comparator.comparingLong((Account account) -> -account.revenueMinor()))
                .limit(BEST)
                .flatMap(account -> years(account, today).stream())
                .toList();
    }

    private static List<Contract> years(Account account, LocalDate today) {
        List<Contract> contracts = new ArrayList<>();
        LocalDate first = account.orders().get(0).orderedOn();
        for (int year = 0; !first.plusYears(year).isAfter(today); year++) {
            LocalDate start = first.plusYears(year);
            LocalDate end = first.plusYears(year + 1).minusDays(1);
            boolean over = end.isBefore(today);
            contracts.add(new Contract(
                    "NW-%s-%d".formatted(account.customer().id(), year + 1),
                    account.customer().id(),
                    "Supply contract, year " + (year + 1),
                    over ? "EXPIRED" : "ACTIVE",
                    WorkingTime.onOrBefore(start.minusDays(10)),
                    start,
                    end,
                    amount(account, start, end)));
        }
        return contracts;
    }

    /** The year's revenue in full hundreds. */
    private static long amount(Account account, LocalDate start, LocalDate end) {
        long revenue = account.orders().stream()
                .filter(order ->
                        !order.orderedOn().isBefore(start) && !order.orderedOn().isAfter(end))
                .mapToLong(Order::totalMinor)
                .sum();
        return Math.max(1, Math.round((double) revenue / ROUND_TO_MINOR)) * ROUND_TO_MINOR;
    }
}
