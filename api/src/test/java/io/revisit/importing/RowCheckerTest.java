package io.revisit.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.importing.source.CsvSource;
import io.revisit.importing.source.HeaderMapping;
import io.revisit.importing.source.ImportError;
import io.revisit.importing.source.ImportProblem;
import io.revisit.importing.source.SourceRow;
import io.revisit.importing.source.UnreadableSource;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class RowCheckerTest {
    private final List<ImportError> errors = new ArrayList<>();

    @Test
    void refusesARowThatAnUnquotedCommaShifted() {
        HeaderMapping mapping = HeaderMapping.of(
                Map.of("customerID", "code", "companyName", "name", "address", "street", "country", "country"));

        check(
                ImportKind.CUSTOMERS,
                mapping,
                """
                customerID,companyName,contactName,contactTitle,address,city,region,postalCode,country,phone,fax
                BOLID,Bólido Comidas preparadas,Martín Sommer,Owner,C/ Araquil, 67,Madrid,,28023,Spain,(91) 555 22 82
                """);

        assertThat(errors)
                .containsExactly(
                        new ImportError(2, "country", ImportProblem.UNKNOWN_COUNTRY, "no country is called 28023"));
    }

    @Test
    void refusesAShiftedOrderToo() {
        check(
                ImportKind.ORDERS,
                HeaderMapping.of(Map.of(
                        "orderID",
                        "number",
                        "customerID",
                        "customer",
                        "orderDate",
                        "orderedAt",
                        "shipCountry",
                        "shipCountry")),
                """
                orderID,customerID,employeeID,orderDate,requiredDate,shippedDate,freight,shipCity,shipCountry
                10331,BONAP,9,1996-10-16,1996-11-27,1996-10-21,10.19, rue des Bouchers,13008
                """);

        assertThat(errors)
                .extracting(ImportError::row, ImportError::column, ImportError::code)
                .containsExactly(Assertions.tuple(2L, "shipCountry", ImportProblem.UNKNOWN_COUNTRY));
    }

    @Test
    void tellsEveryErrorOfARow() {
        check(ImportKind.CUSTOMERS, "code,name,email,tier,zone\n,N,nobody,GOLD,Mars/Olympus\n");

        assertThat(errors)
                .extracting(ImportError::column, ImportError::code)
                .containsExactlyInAnyOrder(
                        Assertions.tuple("code", ImportProblem.REQUIRED),
                        Assertions.tuple("email", ImportProblem.NOT_AN_EMAIL),
                        Assertions.tuple("tier", ImportProblem.UNKNOWN_VALUE),
                        Assertions.tuple("zone", ImportProblem.UNKNOWN_ZONE));
    }

    @Test
    void refusesARowWithTooManyCells() {
        check(ImportKind.CUSTOMERS, "code,name\nA,Alpha,more\n");

        assertThat(errors).extracting(ImportError::code).containsExactly(ImportProblem.WRONG_NUMBER_OF_CELLS);
    }

    @Test
    void refusesTheSecondRowWithTheSameKey() {
        assertThat(check(ImportKind.CUSTOMERS, "code,name\nA,Alpha\nA,Beta\n")).hasSize(1);

        assertThat(errors)
                .extracting(ImportError::row, ImportError::column, ImportError::code)
                .containsExactly(Assertions.tuple(3L, "code", ImportProblem.DUPLICATE_IN_FILE));
    }

    @Test
    void derivesTheZoneFromThePlace() {
        List<CheckedRow> rows =
                check(ImportKind.CUSTOMERS, "code,name,country,region\nA,Alpha,USA,AK\nB,Beta,Finland,\nC,Gamma,,\n");

        assertThat(rows)
                .extracting(row -> row.values().get("zone"))
                .containsExactly("America/Anchorage", "Europe/Helsinki", "Asia/Shanghai");
    }

    @Test
    void countsMoneyInTheRowsOwnCurrency() {
        List<CheckedRow> rows = check(
                ImportKind.PRODUCTS, "code,name,unitPrice,currency\nA,Alpha,12.5,USD\nB,Beta,1200,JPY\nC,C,1.5,JPY\n");

        assertThat(rows)
                .extracting(row -> row.values().get("unit_amount_minor"))
                .containsExactly(1250L, 1200L);
        assertThat(errors).extracting(ImportError::code).containsExactly(ImportProblem.NOT_AN_AMOUNT);
    }

    @Test
    void refusesNumbersAndDatesThatAreNone() {
        check(ImportKind.ORDER_LINES, "order,line,product,quantity,unitPrice,discount\n1,0,P,-1,1e3,1.5\n");
        check(ImportKind.ORDERS, "number,customer,orderedAt\n1,A,31.12.2025\n");

        assertThat(errors)
                .extracting(ImportError::code)
                .containsExactly(
                        ImportProblem.OUT_OF_RANGE,
                        ImportProblem.OUT_OF_RANGE,
                        ImportProblem.NOT_AN_AMOUNT,
                        ImportProblem.OUT_OF_RANGE,
                        ImportProblem.NOT_A_DATE);
    }

    @Test
    void readsTimesInTheTenantsZoneUnlessTheyNameTheirOwn() {
        List<CheckedRow> rows = check(
                ImportKind.ORDERS,
                "number,customer,orderedAt\n1,A,2025-12-31\n2,A,2025-12-31T08:30\n3,A,2025-12-31T08:30:00Z\n");

        assertThat(rows)
                .extracting(row -> row.values().get("ordered_at"))
                .containsExactly("2025-12-31T04:00:00Z", "2025-12-31T00:30:00Z", "2025-12-31T08:30:00Z");
    }

    @Test
    void refusesAFileWithoutARequiredColumn() {
        Assertions.assertThatThrownBy(() -> check(ImportKind.CUSTOMERS, "code\nA\n"))
                .isInstanceOfSatisfying(UnreadableSource.class, refusal -> assertThat(refusal.error())
                        .isEqualTo(new ImportError(
                                1, "name", ImportProblem.MISSING_COLUMN, "the file has no column for name")));
    }

    @Test
    void roundsALineHalfUp() {
        assertThat(LineAmount.minor(new BigDecimal("1"), 1, 5000)).isEqualTo(1);
        assertThat(LineAmount.minor(new BigDecimal("3"), 1005, 1500)).isEqualTo(2563);
        assertThat(LineAmount.minor(new BigDecimal("0.1"), 14, 0)).isEqualTo(1);
        assertThat(LineAmount.minor(new BigDecimal("7"), 999, 10_000)).isZero();
    }

    private List<CheckedRow> check(ImportKind kind, String text) {
        return check(kind, HeaderMapping.identity(), text);
    }

    private List<CheckedRow> check(ImportKind kind, HeaderMapping mapping, String text) {
        ImportTarget target = ImportTargets.forKind(kind);
        List<SourceRow> rows = new CsvSource(() -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .rows()
                .collectList()
                .block();
        RowChecker checker = new RowChecker(
                target,
                Layout.of(target, mapping, rows.get(0).header()),
                new ImportDefaults(Currency.getInstance("USD"), ZoneId.of("Asia/Shanghai"), "en"));
        List<CheckedRow> good = new ArrayList<>();
        for (SourceRow row : rows) {
            CheckedRow checked = checker.check(row, errors::addAll);
            if (checked != null) {
                good.add(checked);
            }
        }
        return good;
    }
}
