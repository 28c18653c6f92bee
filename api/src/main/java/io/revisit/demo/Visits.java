package io.revisit.demo;

import io.revisit.demo.Northwind.Order;
import io.revisit.demo.Northwind.Product;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Visits that owners may well have made after orders of the last fifteen months; what was said follows from the order. */
final class Visits {
    private static final int MONTHS = 15;
    private static final int EVERY = 3;
    private static final Duration ATTEMPT = Duration.ofMinutes(2);

    private Visits() {}

    /** A past visit with what was raised and answered in it, and the task that led to it, if any. */
    record Visit(
            String customer,
            String visitor,
            String channel,
            String outcome,
            String summary,
            Instant startedAt,
            Instant endedAt,
            List<Topic> topics,
            List<Answer> answers,
            @Nullable DoneTask task) {}

    /** What the customer raised; open while nobody has settled it. */
    record Topic(String text, Instant raisedAt, @Nullable Instant resolvedAt) {}

    /** A survey's score. */
    record Answer(String metric, int score, Instant answeredAt) {}

    /** The task that the visit fulfilled. */
    record DoneTask(String title, String reason, Instant earliestAt, Instant dueAt, Instant latestAt) {}

    static List<Visit> of(List<Account> accounts, List<Product> products, Instant now, LocalDate today) {
        return accounts.stream()
                .flatMap(account -> of(account, products, now, today).stream())
                .toList();
    }

    private static List<Visit> of(Account account, List<Product> products, Instant now, LocalDate today) {
        List<Order> visited = new ArrayList<>();
        for (int index = account.orders().size() - 1; index >= 0; index -= EVERY) {
            Order order = account.orders().get(index);
            if (order.orderedOn().isAfter(today.minusMonths(MONTHS))
                    && start(account, order).plusHours(2).toInstant().isBefore(now)) {
                visited.add(0, order);
            }
        }
        List<Visit> visits = new ArrayList<>();
        for (int index = 0; index < visited.size(); index++) {
            Order order = visited.get(index);
            Order next = index + 1 < visited.size() ? visited.get(index + 1) : null;
            if (order.seed() % 6 == 0) {
                visits.add(attempt(account, order));
            }
            visits.add(visit(account, order, next, products, today));
        }
        return visits;
    }

    private static ZonedDateTime start(Account account, Order order) {
        LocalDate arrived = order.shippedOn() == null ? order.orderedOn() : order.shippedOn();
        LocalDate day = WorkingTime.onOrAfter(arrived.plusDays(4 + order.seed() % 5));
        return WorkingTime.slot(day, order.seed(), account.customer().zone());
    }

    /** Nobody picked up, some days before the visit that did take place. */
    private static Visit attempt(Account account, Order order) {
        ZonedDateTime start = start(account, order);
        ZonedDateTime called = start.with(
                        WorkingTime.onOrBefore(start.toLocalDate().minusDays(2)))
                .plusMinutes(20);
        return new Visit(
                account.customer().id(),
                account.owner().id(),
                "PHONE",
                "NOT_REACHED",
                "Called about order %s; nobody answered.".formatted(order.number()),
                called.toInstant(),
                called.toInstant().plus(ATTEMPT),
                List.of(),
                List.of(),
                null);
    }

    private static Visit visit(
            Account account, Order order, @Nullable Order next, List<Product> products, LocalDate today) {
        long late = order.daysLate(today);
        ZonedDateTime start = start(account, order);
        String channel = order.seed() % 3 == 0 ? "ON_SITE" : order.seed() % 3 == 1 ? "PHONE" : "VIDEO";
        ZonedDateTime end = start.plusMinutes(channel.equals("ON_SITE") ? 50 : 20);
        Product wish = account.suggestion(products, order.seed());
        Instant settled = next == null || order.seed() % 5 == 0
                ? null
                : start(account, next).toInstant();
        return new Visit(
                account.customer().id(),
                account.owner().id(),
                channel,
                late > 0 || order.seed() % 7 == 0 ? "OBJECTIVE_NOT_MET" : "OBJECTIVE_MET",
                summary(order, late, wish),
                start.toInstant(),
                end.toInstant(),
                topic(order, late, wish, start.toInstant(), settled),
                answers(order, late, end.toInstant()),
                order.seed() % 2 == 0 ? task(account, order, start) : null);
    }

    private static String summary(Order order, long late, @Nullable Product wish) {
        String delivery = late > 0
                ? "It came %s late and they had to wait for it.".formatted(Tickets.days(late))
                : order.shippedOn() == null ? "It has not been shipped yet." : "It arrived in time and complete.";
        String request = wish == null ? "" : " Also interested in %s.".formatted(wish.name());
        return "Talked about order %s: %s. %s%s".formatted(order.number(), goods(order), delivery, request);
    }

    private static String goods(Order order) {
        String first = order.lines().get(0).product().name();
        int others = order.lines().size() - 1;
        return others == 0
                ? first
                : others == 1 ? first + " and one more product" : first + " and " + others + " more products";
    }

    private static List<Topic> topic(
            Order order, long late, @Nullable Product wish, Instant raised, @Nullable Instant settled) {
        if (late > 0) {
            return List.of(new Topic(
                    "Wants to know how order %s could come %s late".formatted(order.number(), Tickets.days(late)),
                    raised,
                    settled));
        }
        return wish == null || order.seed() % 4 == 3
                ? List.of()
                : List.of(new Topic(
                        "Asked for a price and a sample of %s (%s)".formatted(wish.name(), wish.category()),
                        raised,
                        settled));
    }

    private static List<Answer> answers(Order order, long late, Instant at) {
        int satisfaction = late > 7 ? 1 : late > 0 ? 2 : 4 + order.seed() % 2;
        int recommendation = late > 7 ? 1 : late > 0 ? 3 + order.seed() % 3 : 7 + order.seed() % 4;
        return Stream.of(
                        order.seed() % 3 == 2 ? null : new Answer("CSAT", satisfaction, at),
                        order.seed() % 2 == 0 ? new Answer("NPS", recommendation, at) : null)
                .flatMap(Stream::ofNullable)
                .toList();
    }

    private static DoneTask task(Account account, Order order, ZonedDateTime visited) {
        LocalDate day = visited.toLocalDate();
        return new DoneTask(
                "Ask about order " + order.number(),
                "Order of %s over %s".formatted(order.orderedOn(), Dollars.text(order.totalMinor())),
                WorkingTime.start(day.minusDays(3), account.owner().zone()).toInstant(),
                WorkingTime.due(day, account.owner().zone()).toInstant(),
                WorkingTime.end(day.plusDays(2), account.owner().zone()).toInstant());
    }
}
