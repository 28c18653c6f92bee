package io.revisit.sync.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.Phone;
import io.revisit.testing.Phone.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Transactions commit in another order than they began in: a cursor that only remembers a number loses some for good. */
class LateCommitIsPulledIT extends CompanyTest {
    private static final int WRITERS = 16;
    private static final int TRANSACTIONS = 120;

    @LocalServerPort
    private int port;

    @Test
    void everyChangeOfManyWritersIsReceivedOnceAndALongWriterStallsNobody() throws Exception {
        Records customer = company.customer("BUSY", Persona.REP);
        Phone phone = new Phone(port, company.token(Persona.REP));
        phone.pull();
        UUID late = UUID.randomUUID();
        Map<UUID, Integer> received = new HashMap<>();
        Set<UUID> written;
        try (Connection slow = connect()) {
            insert(slow, customer, late);
            ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
            try {
                List<Future<List<UUID>>> pending = new ArrayList<>();
                for (int writer = 0; writer < WRITERS; writer++) {
                    pending.add(writers.submit(writer(customer, writer)));
                }
                while (!pending.stream().allMatch(Future::isDone)) {
                    count(phone.pull(), received);
                }
                written = new java.util.HashSet<>();
                for (Future<List<UUID>> done : pending) {
                    written.addAll(done.get());
                }
            } finally {
                writers.shutdownNow();
            }
            count(phone.pull(), received);

            assertThat(received.keySet()).isEqualTo(written);
            slow.commit();
        }
        count(phone.pull(), received);

        assertThat(received).hasSize(WRITERS * TRANSACTIONS + 1).containsKey(late);
        assertThat(received.values()).containsOnly(1);
    }

    private Callable<List<UUID>> writer(Records customer, int number) {
        return () -> {
            SplittableRandom random = new SplittableRandom(number);
            List<UUID> written = new ArrayList<>();
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                for (int transaction = 0; transaction < TRANSACTIONS; transaction++) {
                    UUID id = UUID.randomUUID();
                    insert(connection, customer, id);
                    if (random.nextInt(4) == 0) {
                        statement.execute("select pg_sleep(" + random.nextInt(20) / 1000.0 + ")");
                    }
                    connection.commit();
                    written.add(id);
                }
            }
            return written;
        };
    }

    private Connection connect() throws SQLException {
        Connection connection = database.owner().dataSource().getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("select set_config('app.tenant_id', '" + company.tenantId() + "', false)");
        }
        connection.setAutoCommit(false);
        return connection;
    }

    private void insert(Connection connection, Records customer, UUID id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into contact (tenant_id, id, customer_id, name) values ('%s', '%s', '%s', 'Li Lei')"
                            .formatted(company.tenantId(), id, customer.customer()));
        }
    }

    private static void count(List<Answer> pages, Map<UUID, Integer> received) {
        for (Answer page : pages) {
            for (JsonNode rows : page.frames("rows")) {
                for (JsonNode row : rows.get("rows")) {
                    received.merge(UUID.fromString(row.get(2).stringValue()), 1, Integer::sum);
                }
            }
        }
    }
}
