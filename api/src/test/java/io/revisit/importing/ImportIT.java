package io.revisit.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.revisit.importing.source.CsvSource;
import io.revisit.importing.source.HeaderMapping;
import io.revisit.importing.source.ImportError;
import io.revisit.importing.source.ImportProblem;
import io.revisit.platform.database.Actor;
import io.revisit.platform.database.Database;
import io.revisit.testing.RevisitTest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@RevisitTest
class ImportIT {
    private static final String USERS =
            """
            code,email,name,role,unit,zone
            u1,one-%1$s@example.com,One,REP,Sales,Europe/Berlin
            u2,two-%1$s@example.com,Two,SUPERVISOR,Sales,
            """;

    @Autowired
    Importer importer;

    @Autowired
    Database database;

    private final UUID tenant = UUID.randomUUID();
    private final String suffix = tenant.toString().substring(0, 8);

    @BeforeEach
    void makeTenant() {
        sql(
                "insert into tenant (id, code, name, currency, zone, language) values ('%s', 't-%s', 'T', 'EUR', 'Europe/Paris', 'en')"
                        .formatted(tenant, suffix));
        sql("insert into org_unit (tenant_id, name) values ('%s', 'Sales')".formatted(tenant));
        assertThat(load(ImportKind.USERS, USERS.formatted(suffix)).stored()).isEqualTo(2);
    }

    @Test
    void storesTheGoodRowsAndReportsTheBadOnes() {
        String rows = IntStream.range(0, 2000)
                .mapToObj(index -> switch (index) {
                    case 3 -> "C3,,u1,DE";
                    case 999 -> "C999,Customer 999,nobody,DE";
                    case 1998 -> "C1998,Customer 1998,u1,28023";
                    default -> "C%d,Customer %d,u1,DE".formatted(index, index);
                })
                .collect(Collectors.joining("\n", "code,name,owner,country\n", "\n"));

        ImportReport report = load(ImportKind.CUSTOMERS, rows);

        assertThat(report)
                .extracting(ImportReport::rows, ImportReport::stored, ImportReport::unchanged, ImportReport::refused)
                .containsExactly(2000L, 1997L, 0L, 3L);
        assertThat(report.errors())
                .extracting(ImportError::row, ImportError::column, ImportError::code)
                .containsExactly(
                        tuple(5L, "name", ImportProblem.REQUIRED),
                        tuple(1001L, "owner", ImportProblem.UNKNOWN_REFERENCE),
                        tuple(2000L, "country", ImportProblem.UNKNOWN_COUNTRY));
        assertThat(count("customer")).isEqualTo(1997);
    }

    @Test
    void touchesNothingThatIsThereAlready() {
        String customers = "code,name,owner,tags\nA,Alpha,u1,x;y\nB,Beta,,\n";
        load(ImportKind.CUSTOMERS, customers);
        long audited = count("audit_entry");

        ImportReport again = load(ImportKind.CUSTOMERS, customers);

        assertThat(again)
                .extracting(ImportReport::stored, ImportReport::unchanged)
                .containsExactly(0L, 2L);
        assertThat(count("audit_entry")).isEqualTo(audited);
        assertThat(count("customer where version <> 1")).isZero();
        assertThat(load(ImportKind.USERS, USERS.formatted(suffix)).stored()).isZero();
    }

    @Test
    void changesOnlyWhatTheFileSpeaksOf() {
        load(ImportKind.CUSTOMERS, "code,name,owner,country,phone,tags\nA,Alpha,u1,Finland,123,x\n");

        ImportReport report = load(ImportKind.CUSTOMERS, "code,name\nA,Alpha renamed\n");

        assertThat(report.stored()).isEqualTo(1);
        assertThat(count("customer where name = 'Alpha renamed' and country_code = 'FI' and zone = 'Europe/Helsinki'"
                        + " and phone = '123' and tags = '{x}' and owner_id is not null and version = 2"))
                .isEqualTo(1);
        assertThat(count("audit_entry where entity_type = 'Customer'")).isEqualTo(2);
    }

    @Test
    void findsContactsAgainByCustomerAndName() {
        load(ImportKind.CUSTOMERS, "code,name\nA,Alpha\n");
        String contacts = "customer,name,phone,main\nA,Ann,1,yes\nA,Bob,2,\nZ,Zoe,3,\n";

        ImportReport first = load(ImportKind.CONTACTS, contacts);
        ImportReport again = load(ImportKind.CONTACTS, contacts);
        ImportReport changed = load(ImportKind.CONTACTS, "customer,name,phone\nA,Bob,22\n");

        assertThat(first)
                .extracting(ImportReport::stored, ImportReport::refused)
                .containsExactly(2L, 1L);
        assertThat(first.errors().get(0))
                .extracting(ImportError::row, ImportError::column, ImportError::code)
                .containsExactly(4L, "customer", ImportProblem.UNKNOWN_REFERENCE);
        assertThat(again)
                .extracting(ImportReport::stored, ImportReport::unchanged)
                .containsExactly(0L, 2L);
        assertThat(changed.stored()).isEqualTo(1);
        assertThat(count("contact where name = 'Bob' and phone = '22' and not main and version = 2"))
                .isEqualTo(1);
        assertThat(count("audit_entry where entity_type = 'Contact'")).isEqualTo(3);
        assertThat(count("interaction where subject_type = 'Contact'")).isZero();
    }

    @Test
    void sumsLinesUpToTheOrdersTotal() {
        load(ImportKind.CUSTOMERS, "code,name,country\nA,Alpha,Japan\n");
        load(ImportKind.PRODUCTS, "code,name,unitPrice\nP,Pen,1.05\nQ,Quill,2\n");
        String orders =
                "number,customer,orderedAt,shippedOn,freight\n1,A,2026-01-05,2026-01-09,7.5\n2,A,2026-01-06,,\n";
        String lines =
                "order,line,product,quantity,unitPrice,discount\n1,1,P,3,10.05,0.15\n1,2,Q,0.5,1.01,\n9,1,P,1,1,\n";
        load(ImportKind.ORDERS, orders);

        ImportReport report = load(ImportKind.ORDER_LINES, lines);
        long audited = count("audit_entry");

        assertThat(report)
                .extracting(ImportReport::stored, ImportReport::refused)
                .containsExactly(2L, 1L);
        assertThat(count("customer_order where number = '1' and total_amount_minor = 2563 + 51 and state = 'SHIPPED'"
                        + " and freight_amount_minor = 750 and currency = 'EUR' and ordered_at = '2026-01-05T11:00Z'"))
                .isEqualTo(1);
        assertThat(count("customer_order where number = '2' and total_amount_minor = 0 and state = 'PLACED'"))
                .isEqualTo(1);
        assertThat(load(ImportKind.ORDERS, orders).stored()).isZero();
        assertThat(load(ImportKind.ORDER_LINES, lines).stored()).isZero();
        assertThat(count("audit_entry")).isEqualTo(audited);

        load(ImportKind.ORDER_LINES, "order,line,product,quantity,unitPrice\n1,2,Q,1,1.01\n");

        assertThat(count("customer_order where number = '1' and total_amount_minor = 2563 + 101"))
                .isEqualTo(1);
    }

    @Test
    void findsTheOneRowThatTheDatabaseRefuses() {
        UUID stranger = UUID.randomUUID();
        String taken = "taken-" + suffix + "@example.com";
        database.write(Actor.system(stranger), tx -> tx.update(
                                "insert into tenant (id, code, name, currency, zone, language) values ($1, $2, 'S', 'EUR', 'UTC', 'en')",
                                stranger,
                                "s-" + suffix)
                        .then(tx.update("insert into org_unit (tenant_id, name) values ($1, 'Sales')", stranger)))
                .block();
        importer.run(
                        Actor.system(stranger),
                        ImportKind.USERS,
                        csv("code,email,name,role,unit\nx," + taken + ",X,REP,Sales\n"),
                        HeaderMapping.identity())
                .block();
        String users = IntStream.range(0, 40)
                .mapToObj(index -> "n%d,%s,N,REP,Sales"
                        .formatted(index, index == 17 ? taken : "n" + index + "-" + suffix + "@example.com"))
                .collect(Collectors.joining("\n", "code,email,name,role,unit\n", "\n"));

        ImportReport report = load(ImportKind.USERS, users);

        assertThat(report)
                .extracting(ImportReport::stored, ImportReport::refused)
                .containsExactly(39L, 1L);
        assertThat(report.errors())
                .extracting(ImportError::row, ImportError::code)
                .containsExactly(tuple(19L, ImportProblem.CONFLICT));
    }

    @Test
    void keepsWhatWasReadBeforeAFileBreaks() {
        String rows = IntStream.range(0, 700)
                .mapToObj("C%1$d,Name %1$d"::formatted)
                .collect(Collectors.joining("\n", "code,name\n", "\n\"broken\"quote,x\n"));

        ImportReport report = load(ImportKind.CUSTOMERS, rows);

        assertThat(report.complete()).isFalse();
        assertThat(report.errors()).extracting(ImportError::row).containsExactly(702L);
        assertThat(report.stored()).isEqualTo(700);
    }

    @Test
    void storesNothingOfAFileWithoutItsColumns() {
        ImportReport report = load(ImportKind.CUSTOMERS, "code,nmae\nA,Alpha\n");

        assertThat(report)
                .extracting(ImportReport::rows, ImportReport::stored, ImportReport::complete)
                .containsExactly(0L, 0L, false);
        assertThat(report.errors()).extracting(ImportError::code).containsExactly(ImportProblem.MISSING_COLUMN);
        assertThat(load(ImportKind.CUSTOMERS, "code,name,colour\nA,Alpha,red\n").ignoredColumns())
                .isEqualTo(List.of("colour"));
    }

    private ImportReport load(ImportKind kind, String text) {
        return importer.run(Actor.system(tenant), kind, csv(text), HeaderMapping.identity())
                .block();
    }

    private static CsvSource csv(String text) {
        return new CsvSource(() -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void sql(String statement) {
        database.write(Actor.system(tenant), transaction -> transaction.update(statement))
                .block();
    }

    private long count(String from) {
        return database.read(
                        tenant,
                        statements ->
                                statements.queryOne("select count(*) from " + from, row -> row.get(0, Long.class)))
                .block();
    }
}
