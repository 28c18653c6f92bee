package io.revisit.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.revisit.demo.Northwind.Employee;
import io.revisit.demo.Northwind.Order;
import io.revisit.demo.ReportingTree.Place;
import io.revisit.demo.ReportingTree.Unit;
import io.revisit.importing.place.Countries;
import io.revisit.importing.source.SourceRow;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NorthwindRulesTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);
    private static final SourceRow NO_ROW = new SourceRow(2, List.of(), List.of());

    private final Northwind northwind = NorthwindFiles.read(TODAY).block();
    private final List<Account> accounts = Accounts.of(northwind);

    @Test
    void movesAllDatesByTheSameWholeDays() {
        Order first = northwind.orders().get(0);
        Order last = northwind.orders().get(829);

        assertThat(last.orderedOn()).isEqualTo(TODAY.minusDays(3));
        // 1996-07-04 to 1998-05-06 are 671 days.
        assertThat(first.orderedOn()).isEqualTo(last.orderedOn().minusDays(671));
        assertThat(first.requiredOn()).isEqualTo(first.orderedOn().plusDays(28));
        assertThat(first.shippedOn()).isEqualTo(first.orderedOn().plusDays(12));
        assertThat(last.shippedOn()).isNull();
    }

    @Test
    void hasOnlyRealCountriesAfterTheRepair() {
        assertThat(northwind.customers())
                .allSatisfy(customer -> assertThat(Countries.code(customer.row().cell("country")))
                        .isNotNull());
        assertThat(northwind.orders())
                .allSatisfy(order -> assertThat(Countries.code(order.row().cell("shipCountry")))
                        .isNotNull());
    }

    @Test
    void givesACustomerToWhoeverHasMostOfItsOrders() {
        assertThat(Accounts.ownerOf(orders("4", "1", "4"))).isEqualTo("4");
        assertThat(Accounts.ownerOf(orders("8", "4", "4", "8"))).isEqualTo("4");
        assertThat(Accounts.ownerOf(List.of())).isEqualTo("9");
        Map<String, String> owners = accounts.stream()
                .collect(Collectors.toMap(account -> account.customer().id(), account -> account.owner()
                        .firstName()));
        assertThat(owners)
                .containsEntry("PARIS", "Anne")
                .containsEntry("FISSA", "Anne")
                .containsEntry("BLAUS", "Anne")
                .containsEntry("ALFKI", "Nancy")
                .containsEntry("QUICK", "Andrew")
                .containsEntry("PRINI", "Steven");
    }

    @Test
    void ranksCustomersByRevenue() {
        Map<String, Long> tiers =
                accounts.stream().collect(Collectors.groupingBy(Account::tier, Collectors.counting()));

        assertThat(tiers).isEqualTo(Map.of("STRATEGIC", 5L, "VIP", 10L, "KEY", 25L, "ORDINARY", 51L));
        assertThat(account("QUICK").tier()).isEqualTo("STRATEGIC");
        assertThat(account("QUICK").revenueMinor()).isEqualTo(11_027_732);
    }

    @Test
    void segmentsByTheAgeOfTheLastOrder() {
        assertThat(account("PARIS").segment(TODAY)).isEqualTo("PROSPECT");
        assertThat(account("CENTC").segment(TODAY)).isEqualTo("DORMANT");
        assertThat(account("BONAP").segment(TODAY)).isEqualTo("ACTIVE");
    }

    @Test
    void buildsUnitsFromWhoReportsToWhom() {
        ReportingTree tree = ReportingTree.of("Northwind", northwind.employees());

        assertThat(tree.units()).containsExactly(new Unit("Northwind", null), new Unit("Buchanan's team", "Northwind"));
        assertThat(tree.place("2")).isEqualTo(new Place("DIRECTOR", "Northwind"));
        assertThat(tree.place("5")).isEqualTo(new Place("SUPERVISOR", "Buchanan's team"));
        assertThat(List.of("6", "7", "9"))
                .allSatisfy(id -> assertThat(tree.place(id)).isEqualTo(new Place("REP", "Buchanan's team")));
        assertThat(List.of("1", "3", "4", "8"))
                .allSatisfy(id -> assertThat(tree.place(id)).isEqualTo(new Place("REP", "Northwind")));
    }

    @Test
    void refusesACircleOfReports() {
        ZoneId zone = ZoneId.of("UTC");

        assertThatThrownBy(() -> ReportingTree.of(
                        "Circle",
                        List.of(
                                new Employee(NO_ROW, "1", "A", "A", zone, "2"),
                                new Employee(NO_ROW, "2", "B", "B", zone, "1"))))
                .hasMessageContaining("circle");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-03-02T08:00:00Z", "2026-03-07T23:30:00Z", "2026-03-08T01:00:00Z", "2026-10-25T23:59:59Z"})
    void fillsEveryBucketOfEveryOwnersDay(String instant) {
        Instant now = Instant.parse(instant);
        LocalDate today = LocalDate.ofInstant(now, Northwind.ZONE);
        List<Account> book = Accounts.of(NorthwindFiles.read(today).block());
        List<Tasks.Task> tasks = Tasks.of(book, Contracts.of(book, today), Tickets.of(book, now, today), now, today);

        assertThat(book.stream().map(Account::owner).distinct()).hasSize(9).allSatisfy(owner -> {
            List<Tasks.Task> open = tasks.stream()
                    .filter(task -> task.assignee().equals(owner.id()) && task.closedAt() == null)
                    .toList();
            LocalDate ownersToday = LocalDate.ofInstant(now, owner.zone());
            assertThat(open).anyMatch(task -> task.latestAt().isBefore(now));
            assertThat(open)
                    .anyMatch(task -> day(task, owner).equals(ownersToday)
                            && !task.latestAt().isBefore(now));
            assertThat(open)
                    .anyMatch(task -> day(task, owner).isAfter(ownersToday)
                            && day(task, owner).isBefore(ownersToday.plusDays(7)));
            assertThat(open).anyMatch(task -> day(task, owner).isAfter(ownersToday.plusDays(7)));
        });
    }

    @Test
    void isTheSameAtEveryStart() {
        Instant now = Instant.parse("2026-03-02T08:00:00Z");

        assertThat(Visits.of(accounts, northwind.products(), now, TODAY))
                .isEqualTo(
                        Visits.of(Accounts.of(NorthwindFiles.read(TODAY).block()), northwind.products(), now, TODAY));
    }

    @Test
    void visitsOnlyInThePastAndInWorkingHours() {
        Instant now = Instant.parse("2026-03-02T08:00:00Z");
        Map<String, ZoneId> zones = northwind.customers().stream()
                .collect(Collectors.toMap(Northwind.Customer::id, Northwind.Customer::zone));

        assertThat(Visits.of(accounts, northwind.products(), now, TODAY))
                .hasSizeGreaterThan(150)
                .allSatisfy(visit -> {
                    assertThat(visit.endedAt()).isBefore(now);
                    var local = visit.startedAt().atZone(zones.get(visit.customer()));
                    assertThat(local.getHour()).isBetween(9, 17);
                    assertThat(local.getDayOfWeek().getValue()).isLessThan(6);
                });
    }

    @Test
    void complainsAboutOrdersThatWereReallyLate() {
        List<Tickets.Ticket> tickets = Tickets.of(accounts, Instant.parse("2026-03-02T08:00:00Z"), TODAY);

        assertThat(tickets).hasSize(38);
        assertThat(tickets).filteredOn(ticket -> ticket.state().equals("OPEN")).hasSizeBetween(4, 5);
        assertThat(tickets.get(0).subject()).isEqualTo("Order 10264 shipped 2 days late");
    }

    private static LocalDate day(Tasks.Task task, Employee owner) {
        return LocalDate.ofInstant(task.dueAt(), owner.zone());
    }

    private Account account(String id) {
        return accounts.stream()
                .filter(account -> account.customer().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<Order> orders(String... employees) {
        return Arrays.stream(employees)
                .map(employee -> new Order(NO_ROW, "1", "X", employee, TODAY, TODAY, TODAY, List.of()))
                .toList();
    }
}
