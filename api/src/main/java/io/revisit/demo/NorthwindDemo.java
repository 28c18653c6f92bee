package io.revisit.demo;

import io.revisit.identity.Passwords;
import io.revisit.importing.ImportReport;
import io.revisit.importing.Importer;
import io.revisit.platform.database.Actor;
import io.revisit.platform.database.Database;
import io.revisit.platform.database.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Makes the demo tenant, whole or not at all: one transaction, and only one node at a time. */
@Component
class NorthwindDemo {
    private static final String COMPANY = "Northwind Traders";

    private final Database database;
    private final Importer importer;
    private final DemoRepository repository;
    private final Passwords passwords;
    private final InstantSource clock;

    NorthwindDemo(
            Database database, Importer importer, DemoRepository repository, Passwords passwords, InstantSource clock) {
        this.database = database;
        this.importer = importer;
        this.repository = repository;
        this.passwords = passwords;
        this.clock = clock;
    }

    Mono<DemoRepository.Presence> presence() {
        return database.readWithoutTenant(statements -> repository.presence(statements, login("Andrew")));
    }

    /** True when the tenant was made now; the condition is asked again where no other node can interfere. */
    Mono<Boolean> load(Predicate<DemoRepository.Presence> needed) {
        return Mono.zip(
                        database.readWithoutTenant(repository::newId),
                        passwords.hash(Northwind.PASSWORD),
                        NorthwindFiles.read(today(clock.instant())))
                .flatMap(made -> database.write(Actor.system(made.getT1()), transaction -> repository
                        .lock(transaction)
                        .then(repository.presence(transaction, login("Andrew")))
                        .flatMap(presence -> needed.test(presence)
                                ? fill(transaction, made.getT3(), made.getT2()).thenReturn(true)
                                : Mono.just(false))));
    }

    /** The company's lists once more into a tenant that has them; the reports say what changed. */
    Mono<List<ImportReport>> importFiles(Transaction transaction) {
        LocalDate today = today(transaction.now());
        return NorthwindFiles.read(today).flatMap(northwind -> imports(northwind, Accounts.of(northwind), today)
                .into(transaction));
    }

    static String login(String firstName) {
        return firstName.toLowerCase(Locale.ROOT) + "@" + Northwind.DOMAIN;
    }

    private Mono<Void> fill(Transaction transaction, Northwind northwind, String passwordHash) {
        Instant now = transaction.now();
        LocalDate today = today(now);
        List<Account> accounts = Accounts.of(northwind);
        List<Contracts.Contract> contracts = Contracts.of(accounts, today);
        List<Tickets.Ticket> tickets = Tickets.of(accounts, now, today);
        return repository
                .insertTenant(transaction, COMPANY)
                .then(repository.insertUnits(transaction, tree(northwind).units()))
                .then(imports(northwind, accounts, today).into(transaction))
                .then(repository.setPasswords(transaction, passwordHash))
                .then(repository.insertContracts(transaction, contracts))
                .then(repository.insertTickets(transaction, tickets))
                .then(repository.insertVisits(transaction, Visits.of(accounts, northwind.products(), now, today)))
                .then(repository.insertTasks(transaction, Tasks.of(accounts, contracts, tickets, now, today)))
                .then();
    }

    private NorthwindImport imports(Northwind northwind, List<Account> accounts, LocalDate today) {
        return new NorthwindImport(importer, northwind, accounts, tree(northwind), today);
    }

    private static ReportingTree tree(Northwind northwind) {
        return ReportingTree.of(COMPANY, northwind.employees());
    }

    private static LocalDate today(Instant now) {
        return LocalDate.ofInstant(now, Northwind.ZONE);
    }
}
