package io.revisit.demo;

import io.revisit.demo.Northwind.Customer;
import io.revisit.demo.Northwind.Employee;
import io.revisit.demo.Northwind.Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Gives every customer its owner and its tier. */
final class Accounts {
    /** Who looks after customers that have never ordered. */
    private static final String OWNER_OF_PROSPECTS = "9";

    private Accounts() {}

    /** In the order of the file. */
    static List<Account> of(Northwind northwind) {
        Map<String, Employee> employees =
                northwind.employees().stream().collect(Collectors.toMap(Employee::id, Function.identity()));
        Map<String, List<Order>> orders = northwind.orders().stream()
                .sorted(Comparator.comparing(Order::orderedOn).thenComparing(Order::number))
                .collect(Collectors.groupingBy(Order::customerId));
        Map<String, Long> revenue = new HashMap<>();
        orders.forEach((customer, theirs) -> revenue.put(
                customer, theirs.stream().mapToLong(Order::totalMinor).sum()));
        List<String> byRevenue = northwind.customers().stream()
                .map(Customer::id)
                .sorted(Comparator.<String>comparingLong(id -> -revenue.getOrDefault(id, 0L))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        List<Account> accounts = new ArrayList<>();
        for (Customer customer : northwind.customers()) {
            List<Order> theirs = orders.getOrDefault(customer.id(), List.of());
            accounts.add(new Account(
                    customer,
                    Objects.requireNonNull(employees.get(ownerOf(theirs))),
                    theirs,
                    revenue.getOrDefault(customer.id(), 0L),
                    tierAt(byRevenue.indexOf(customer.id()))));
        }
        return accounts;
    }

    /** The employee with most of the orders, the lowest id on a tie. */
    static String ownerOf(List<Order> orders) {
        Map<String, Long> counts =
                orders.stream().collect(Collectors.groupingBy(Order::employeeId, Collectors.counting()));
        return counts.entrySet().stream()
                .min(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(entry -> Integer.valueOf(entry.getKey())))
                .map(Map.Entry::getKey)
                .orElse(OWNER_OF_PROSPECTS);
    }

    /** The tier of the customer at a rank by revenue, the first being 0. */
    static String tierAt(int rank) {
        return rank < 5 ? "STRATEGIC" : rank < 15 ? "VIP" : rank < 40 ? "KEY" : "ORDINARY";
    }
}
