package io.revisit.demo;

import io.revisit.importing.source.SourceRow;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The company's files, understood as far as the demo needs it; dates are moved close to today. */
record Northwind(List<Employee> employees, List<Product> products, List<Customer> customers, List<Order> orders) {
    static final String TENANT = "northwind";
    static final String DOMAIN = "northwind.demo";
    static final String PASSWORD = "revisit-demo";
    static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");
    static final String CURRENCY = "USD";

    /** Somebody of the company; nobody stands above its head. */
    record Employee(
            SourceRow row, String id, String firstName, String lastName, ZoneId zone, @Nullable String managerId) {
        String name() {
            return firstName + " " + lastName;
        }
    }

    /** Something the company sells. */
    record Product(SourceRow row, String id, String name, String category, boolean active) {}

    /** A company that buys, or might. */
    record Customer(SourceRow row, String id, String name, ZoneId zone, String market) {}

    /** A line of an order. */
    record Line(SourceRow row, Product product, long amountMinor) {}

    /** An order with its lines. */
    record Order(
            SourceRow row,
            String number,
            String customerId,
            String employeeId,
            LocalDate orderedOn,
            LocalDate requiredOn,
            @Nullable LocalDate shippedOn,
            List<Line> lines) {

        long totalMinor() {
            return lines.stream().mapToLong(Line::amountMinor).sum();
        }

        /** How many days it was shipped, or is still not shipped, after the required date; never negative. */
        long daysLate(LocalDate today) {
            return Math.max(0, ChronoUnit.DAYS.between(requiredOn, shippedOn == null ? today : shippedOn));
        }

        /** A number to spread things by that is the same at every start. */
        int seed() {
            return Integer.parseInt(number);
        }
    }
}
