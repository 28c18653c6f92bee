package io.revisit.demo;

import io.revisit.demo.Northwind.Customer;
import io.revisit.demo.Northwind.Employee;
import io.revisit.demo.Northwind.Order;
import io.revisit.demo.Northwind.Product;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A customer with what its orders, oldest first, say about it. */
record Account(Customer customer, Employee owner, List<Order> orders, long revenueMinor, String tier) {
    private static final int INTERESTS = 3;

    @Nullable
    Order lastOrder() {
        return orders.isEmpty() ? null : orders.get(orders.size() - 1);
    }

    /** Days since the last order, or null when there was none. */
    @Nullable
    Long daysSinceLastOrder(LocalDate today) {
        Order last = lastOrder();
        return last == null ? null : ChronoUnit.DAYS.between(last.orderedOn(), today);
    }

    String segment(LocalDate today) {
        Long days = daysSinceLastOrder(today);
        if (days == null) {
            return "PROSPECT";
        }
        return days <= 30 ? "ACTIVE" : days <= 90 ? "COOLING" : "DORMANT";
    }

    /** The categories most money went to, the first being the most. */
    List<String> interests() {
        Map<String, Long> byCategory = new LinkedHashMap<>();
        orders.stream()
                .flatMap(order -> order.lines().stream())
                .forEach(line -> byCategory.merge(line.product().category(), line.amountMinor(), Long::sum));
        return byCategory.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(INTERESTS)
                .map(Map.Entry::getKey)
                .toList();
    }

    List<String> tags(LocalDate today) {
        boolean letDown = orders.stream().anyMatch(order -> order.daysLate(today) > 0);
        return letDown ? List.of(customer.market(), "Delivered late") : List.of(customer.market());
    }

    /** A product that it might like: of a category it buys, still sold, never bought. */
    @Nullable
    Product suggestion(List<Product> products, int seed) {
        List<String> interests = interests();
        List<String> bought = orders.stream()
                .flatMap(order -> order.lines().stream())
                .map(line -> line.product().id())
                .collect(Collectors.toList());
        List<Product> candidates = products.stream()
                .filter(product ->
                        product.active() && interests.contains(product.category()) && !bought.contains(product.id()))
                .toList();
        return candidates.isEmpty() ? null : candidates.get(seed % candidates.size());
    }
}
