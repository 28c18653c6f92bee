package io.revisit.demo;

import io.revisit.demo.Northwind.Employee;
import io.revisit.demo.Northwind.Order;
import io.revisit.demo.Northwind.Product;
import io.revisit.demo.ReportingTree.Place;
import io.revisit.importing.ImportKind;
import io.revisit.importing.ImportReport;
import io.revisit.importing.Importer;
import io.revisit.importing.source.HeaderMapping;
import io.revisit.importing.source.SourceRow;
import io.revisit.platform.database.Transaction;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Brings Northwind's rows in through the product's import. What the files only imply (owner, tier, totals) joins the
 * rows as further columns; which header means which column is said in {@code headers.csv}.
 */
final class NorthwindImport {
    private final Importer importer;
    private final Northwind northwind;
    private final List<Account> accounts;
    private final ReportingTree tree;
    private final LocalDate today;

    NorthwindImport(
            Importer importer, Northwind northwind, List<Account> accounts, ReportingTree tree, LocalDate today) {
        this.importer = importer;
        this.northwind = northwind;
        this.accounts = accounts;
        this.tree = tree;
        this.today = today;
    }

    /** One report per file; nothing of a demo may be refused. */
    Mono<List<ImportReport>> into(Transaction transaction) {
        return mappings().flatMap(mappings -> Flux.fromIterable(rows().entrySet())
                .concatMap(kind -> importer.runWithin(
                        transaction,
                        kind.getKey(),
                        () -> Flux.fromIterable(kind.getValue()),
                        Objects.requireNonNull(mappings.get(kind.getKey()))))
                .doOnNext(NorthwindImport::verify)
                .collectList());
    }

    private Map<ImportKind, List<SourceRow>> rows() {
        Map<ImportKind, List<SourceRow>> rows = new LinkedHashMap<>();
        rows.put(
                ImportKind.USERS, northwind.employees().stream().map(this::user).toList());
        rows.put(
                ImportKind.PRODUCTS,
                northwind.products().stream().map(NorthwindImport::product).toList());
        rows.put(ImportKind.CUSTOMERS, accounts.stream().map(this::customer).toList());
        rows.put(
                ImportKind.CONTACTS,
                accounts.stream()
                        .map(account -> account.customer().row().with("main", "yes"))
                        .toList());
        rows.put(
                ImportKind.ORDERS,
                accounts.stream()
                        .flatMap(account -> account.orders().stream()
                                .map(order -> order(order, account.customer().zone())))
                        .toList());
        rows.put(
                ImportKind.ORDER_LINES,
                northwind.orders().stream()
                        .flatMap(order -> order.lines().stream())
                        .map(Northwind.Line::row)
                        .toList());
        return rows;
    }

    private SourceRow user(Employee employee) {
        Place place = tree.place(employee.id());
        return employee.row()
                .with("email", employee.firstName().toLowerCase(Locale.ROOT) + "@" + Northwind.DOMAIN)
                .with("name", employee.name())
                .with("role", place.role())
                .with("unit", place.unit())
                .with("zone", employee.zone().getId());
    }

    private static SourceRow product(Product product) {
        return product.row()
                .with("categoryName", product.category())
                .with("line", product.category())
                .with("active", Boolean.toString(product.active()));
    }

    private SourceRow customer(Account account) {
        return account.customer()
                .row()
                .with("owner", account.owner().id())
                .with("tier", account.tier())
                .with("segment", account.segment(today))
                .with("industry", "FOOD_AND_BEVERAGE")
                .with("interests", String.join(";", account.interests()))
                .with("tags", String.join(";", account.tags(today)));
    }

    private static SourceRow order(Order order, ZoneId zone) {
        Map<String, String> dates = Map.of(
                "requiredDate",
                order.requiredOn().toString(),
                "shippedDate",
                order.shippedOn() == null ? "" : order.shippedOn().toString());
        List<String> header = order.row().header();
        List<String> cells = header.stream()
                .map(name -> dates.getOrDefault(name, order.row().cell(name)))
                .toList();
        return new SourceRow(order.row().number(), header, cells)
                .with(
                        "orderedAt",
                        order.orderedOn()
                                .atTime(LocalTime.NOON)
                                .atZone(zone)
                                .toInstant()
                                .toString())
                .with("total", BigDecimal.valueOf(order.totalMinor(), 2).toPlainString());
    }

    private static Mono<Map<ImportKind, HeaderMapping>> mappings() {
        return NorthwindFiles.rows("headers")
                .collect(Collectors.groupingBy(
                        row -> ImportKind.valueOf(row.cell("kind")),
                        Collectors.collectingAndThen(
                                Collectors.toMap(row -> row.cell("header"), row -> row.cell("column")),
                                HeaderMapping::of)));
    }

    private static void verify(ImportReport report) {
        if (!report.errors().isEmpty()) {
            throw new IllegalStateException("the demo's own files are broken: " + report);
        }
    }
}
