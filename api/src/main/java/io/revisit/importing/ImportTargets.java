package io.revisit.importing;

import io.revisit.importing.ImportColumn.Value;
import io.revisit.importing.cell.Cells;
import io.revisit.importing.place.Zones;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The columns of every kind of file. */
final class ImportTargets {
    private static final Value TENANT_CURRENCY =
            (row, defaults) -> defaults.currency().getCurrencyCode();
    private static final Value TENANT_ZONE = (row, defaults) -> defaults.zone().getId();

    private static final ImportTarget USERS = new ImportTarget(
            "app_user",
            List.of("code"),
            true,
            List.of(
                    text("code", 64).mandatory(),
                    ImportColumn.of("email", "email", "text", 254, Cells.EMAIL).mandatory(),
                    text("name", 200).mandatory(),
                    ImportColumn.of(
                                    "role",
                                    "role",
                                    "text",
                                    20,
                                    Cells.oneOf("REP", "SUPERVISOR", "DIRECTOR", "QA", "ADMIN"))
                            .mandatory(),
                    ImportColumn.code("unit", "unit_id", "org_unit", "name", false)
                            .mandatory(),
                    ImportColumn.of("zone", "zone", "text", 64, Cells.ZONE).otherwise(TENANT_ZONE),
                    ImportColumn.of("language", "language", "text", 5, Cells.oneOf("en", "zh-CN"))
                            .otherwise((row, defaults) -> defaults.language())));

    private static final ImportTarget PRODUCTS = new ImportTarget(
            "product",
            List.of("code"),
            true,
            List.of(
                    text("code", 64).mandatory(),
                    text("name", 200).mandatory(),
                    text("category", 100),
                    text("line", 100),
                    ImportColumn.of("unitPrice", "unit_amount_minor", "bigint", 40, Cells.AMOUNT),
                    ImportColumn.of("currency", "currency", "text", 3, Cells.CURRENCY)
                            .otherwise(TENANT_CURRENCY),
                    ImportColumn.of("active", "active", "boolean", 5, Cells.BOOLEAN)
                            .otherwise((row, defaults) -> true)));

    private static final ImportTarget CUSTOMERS = new ImportTarget(
            "customer",
            List.of("code"),
            true,
            List.of(
                    text("code", 64).mandatory(),
                    text("name", 200).mandatory(),
                    ImportColumn.of("tier", "tier", "text", 20, Cells.oneOf("ORDINARY", "KEY", "VIP", "STRATEGIC"))
                            .otherwise((row, defaults) -> "ORDINARY"),
                    text("segment", 64),
                    text("industry", 64),
                    text("phone", 64),
                    ImportColumn.of("email", "email", "text", 254, Cells.EMAIL),
                    text("street", 300),
                    text("city", 100),
                    text("region", 100),
                    ImportColumn.of("postalCode", "postal_code", "text", 20, Cells.TEXT),
                    ImportColumn.of("country", "country_code", "text", 100, Cells.COUNTRY),
                    ImportColumn.of("zone", "zone", "text", 64, Cells.ZONE)
                            .otherwise(ImportTargets::zoneOfPlace, "country", "region"),
                    ImportColumn.code("owner", "owner_id", "app_user", "code", false),
                    ImportColumn.of("tags", "tags", "text[]", 4000, Cells.list(50, 64))
                            .otherwise((row, defaults) -> List.of()),
                    ImportColumn.of("interests", "interests", "text[]", 6000, Cells.list(50, 100))
                            .otherwise((row, defaults) -> List.of())));

    private static final ImportTarget CONTACTS = new ImportTarget(
            "contact",
            List.of("customer_id", "name"),
            false,
            List.of(
                    ImportColumn.code("customer", "customer_id", "customer", "code", true)
                            .mandatory(),
                    text("name", 200).mandatory(),
                    text("title", 100),
                    text("phone", 64),
                    ImportColumn.of("email", "email", "text", 254, Cells.EMAIL),
                    ImportColumn.of("main", "main", "boolean", 5, Cells.BOOLEAN).otherwise((row, defaults) -> false)));

    private static final ImportTarget ORDERS = new ImportTarget(
            "customer_order",
            List.of("number"),
            true,
            List.of(
                    text("number", 64).mandatory(),
                    ImportColumn.code("customer", "customer_id", "customer", "code", true)
                            .mandatory(),
                    ImportColumn.code("salesperson", "salesperson_id", "app_user", "code", false),
                    ImportColumn.of("orderedAt", "ordered_at", "timestamptz", 40, Cells.INSTANT)
                            .mandatory(),
                    ImportColumn.of("requiredOn", "required_on", "date", 10, Cells.DATE),
                    ImportColumn.of("shippedOn", "shipped_on", "date", 10, Cells.DATE),
                    ImportColumn.of(
                                    "state",
                                    "state",
                                    "text",
                                    20,
                                    Cells.oneOf("PLACED", "SHIPPED", "DELIVERED", "CANCELLED"))
                            .otherwise(
                                    (row, defaults) -> row.get("shipped_on") == null ? "PLACED" : "SHIPPED",
                                    "shippedOn"),
                    ImportColumn.of("freight", "freight_amount_minor", "bigint", 40, Cells.AMOUNT),
                    ImportColumn.of("currency", "currency", "text", 3, Cells.CURRENCY)
                            .otherwise(TENANT_CURRENCY),
                    // Lines have the last word on the total; without any in sight it starts at nothing.
                    ImportColumn.of("total", "total_amount_minor", "bigint", 40, Cells.AMOUNT)
                            .otherwise((row, defaults) -> 0L),
                    ImportColumn.checkedOnly("shipCountry", 100, Cells.COUNTRY)));

    private static final ImportTarget ORDER_LINES = new ImportTarget(
            "order_line",
            List.of("order_id", "line_number"),
            true,
            List.of(
                    ImportColumn.code("order", "order_id", "customer_order", "number", false)
                            .mandatory(),
                    ImportColumn.of("line", "line_number", "int", 9, Cells.positive(true))
                            .mandatory(),
                    ImportColumn.code("product", "product_id", "product", "code", false)
                            .mandatory(),
                    ImportColumn.of("quantity", "quantity", "numeric", 40, Cells.positive(false))
                            .mandatory(),
                    ImportColumn.of("unitPrice", "unit_amount_minor", "bigint", 40, Cells.AMOUNT)
                            .mandatory(),
                    ImportColumn.of("discount", "discount_basis_points", "int", 20, Cells.SHARE)
                            .otherwise((row, defaults) -> 0),
                    ImportColumn.of("amount", "amount_minor", "bigint", 0, Cells.TEXT)
                            .otherwise(ImportTargets::lineAmount, "quantity", "unitPrice", "discount")));

    private ImportTargets() {}

    static ImportTarget forKind(ImportKind kind) {
        return switch (kind) {
            case USERS -> USERS;
            case PRODUCTS -> PRODUCTS;
            case CUSTOMERS -> CUSTOMERS;
            case CONTACTS -> CONTACTS;
            case ORDERS -> ORDERS;
            case ORDER_LINES -> ORDER_LINES;
        };
    }

    private static ImportColumn text(String name, int longest) {
        return ImportColumn.of(name, name, "text", longest, Cells.TEXT);
    }

    private static Object zoneOfPlace(Map<String, @Nullable Object> row, ImportDefaults defaults) {
        ZoneId zone = Zones.of((String) row.get("country_code"), (String) row.get("region"));
        return (zone == null ? defaults.zone() : zone).getId();
    }

    private static Object lineAmount(Map<String, @Nullable Object> row, ImportDefaults defaults) {
        return LineAmount.minor(
                (BigDecimal) Objects.requireNonNull(row.get("quantity")),
                (Long) Objects.requireNonNull(row.get("unit_amount_minor")),
                (Integer) Objects.requireNonNull(row.get("discount_basis_points")));
    }
}
