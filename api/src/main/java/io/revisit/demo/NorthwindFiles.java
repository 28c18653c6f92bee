package io.revisit.demo;

import io.revisit.demo.Northwind.Customer;
import io.revisit.demo.Northwind.Employee;
import io.revisit.demo.Northwind.Line;
import io.revisit.demo.Northwind.Order;
import io.revisit.demo.Northwind.Product;
import io.revisit.importing.LineAmount;
import io.revisit.importing.place.Countries;
import io.revisit.importing.place.Zones;
import io.revisit.importing.source.CsvSource;
import io.revisit.importing.source.SourceRow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads Northwind's files and moves their dates, so that the last order is {@value #DAYS_SINCE_LAST_ORDER} days old. */
final class NorthwindFiles {
    static final int DAYS_SINCE_LAST_ORDER = 3;

    private static final List<String> FILES = List.of(
            "employees", "categories", "products", "customers", "orders", "order-details", "city-zones", "markets");

    private NorthwindFiles() {}

    static Mono<Northwind> read(LocalDate today) {
        return Flux.fromIterable(FILES)
                .concatMap(file -> rows(file).collectList().map(rows -> Map.entry(file, rows)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .map(files -> understand(files, today));
    }

    static Flux<SourceRow> rows(String file) {
        return new CsvSource(() -> new ClassPathResource("demo/northwind/" + file + ".csv").getInputStream()).rows();
    }

    private static Northwind understand(Map<String, List<SourceRow>> files, LocalDate today) {
        Map<String, String> zones = pairs(files, "city-zones", "city", "zone");
        Map<String, String> markets = pairs(files, "markets", "country", "market");
        Map<String, String> categories = pairs(files, "categories", "categoryID", "categoryName");
        List<Product> products = each(files, "products", row -> product(row, categories));
        return new Northwind(
                each(files, "employees", row -> employee(row, zones)),
                products,
                each(files, "customers", row -> customer(row, markets)),
                orders(files, products, today));
    }

    private static Employee employee(SourceRow row, Map<String, String> zones) {
        String manager = row.cell("reportsTo");
        return new Employee(
                row,
                row.cell("employeeID"),
                row.cell("firstName"),
                row.cell("lastName"),
                ZoneId.of(known(zones, row.cell("city"))),
                manager.isEmpty() ? null : manager);
    }

    private static Product product(SourceRow row, Map<String, String> categories) {
        return new Product(
                row,
                row.cell("productID"),
                row.cell("productName"),
                known(categories, row.cell("categoryID")),
                row.cell("discontinued").equals("0"));
    }

    private static Customer customer(SourceRow row, Map<String, String> markets) {
        ZoneId zone = Zones.of(Countries.code(row.cell("country")), row.cell("region"));
        return new Customer(
                row,
                row.cell("customerID"),
                row.cell("companyName"),
                zone == null ? Northwind.ZONE : zone,
                known(markets, row.cell("country")));
    }

    private static List<Order> orders(Map<String, List<SourceRow>> files, List<Product> products, LocalDate today) {
        Map<String, Product> byId = products.stream().collect(Collectors.toMap(Product::id, Function.identity()));
        Map<String, List<Line>> lines = new LinkedHashMap<>();
        for (SourceRow row : rows(files, "order-details")) {
            List<Line> ofOrder = lines.computeIfAbsent(row.cell("orderID"), number -> new ArrayList<>());
            ofOrder.add(line(row, ofOrder.size() + 1, known(byId, row.cell("productID"))));
        }
        List<SourceRow> rows = rows(files, "orders");
        LocalDate last = rows.stream()
                .map(row -> LocalDate.parse(row.cell("orderDate")))
                .max(LocalDate::compareTo)
                .orElseThrow();
        long days = ChronoUnit.DAYS.between(last, today) - DAYS_SINCE_LAST_ORDER;
        return rows.stream()
                .map(row -> new Order(
                        row,
                        row.cell("orderID"),
                        row.cell("customerID"),
                        row.cell("employeeID"),
                        LocalDate.parse(row.cell("orderDate")).plusDays(days),
                        LocalDate.parse(row.cell("requiredDate")).plusDays(days),
                        shifted(row.cell("shippedDate"), days),
                        known(lines, row.cell("orderID"))))
                .toList();
    }

    private static Line line(SourceRow row, int number, Product product) {
        long amount = LineAmount.minor(
                new BigDecimal(row.cell("quantity")),
                new BigDecimal(row.cell("unitPrice")).movePointRight(2).longValueExact(),
                new BigDecimal(row.cell("discount")).movePointRight(4).intValueExact());
        return new Line(row.with("line", Integer.toString(number)), product, amount);
    }

    private static @Nullable LocalDate shifted(String date, long days) {
        return date.isEmpty() ? null : LocalDate.parse(date).plusDays(days);
    }

    private static <T> List<T> each(
            Map<String, List<SourceRow>> files, String file, Function<SourceRow, T> understand) {
        return rows(files, file).stream().map(understand).toList();
    }

    private static Map<String, String> pairs(
            Map<String, List<SourceRow>> files, String file, String key, String value) {
        return rows(files, file).stream().collect(Collectors.toMap(row -> row.cell(key), row -> row.cell(value)));
    }

    private static List<SourceRow> rows(Map<String, List<SourceRow>> files, String file) {
        return known(files, file);
    }

    private static <T> T known(Map<String, T> map, String key) {
        return Objects.requireNonNull(map.get(key), key);
    }
}
