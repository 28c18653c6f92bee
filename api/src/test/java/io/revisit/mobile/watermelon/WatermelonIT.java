package io.revisit.mobile.watermelon;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.contract.generation.WatermelonFiles;
import io.revisit.testing.Company;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.NodeProgram;
import io.revisit.testing.Phone;
import io.revisit.testing.Phone.Answer;
import io.revisit.testing.Sql;
import io.revisit.testing.TestClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** WatermelonDB itself, with its own {@code synchronize()}, is the judge. */
@Import(TwoSchemas.class)
@TestPropertySource(
        properties = {"revisit.sync.watermelon.answer-bytes=24000", "revisit.sync.watermelon.page-bytes=4096"})
class WatermelonIT extends CompanyTest {
    private static NodeProgram client;

    @LocalServerPort
    private int port;

    @Autowired
    private OrdinalRepository ordinals;

    @TempDir
    private static Path folder;

    private Company fresh;
    private Records customer;
    private Sql sql;

    @BeforeAll
    static void install() {
        client = NodeProgram.in("watermelon");
        WatermelonFiles.write(TwoSchemas.first(), folder.resolve("first"));
        WatermelonFiles.write(TwoSchemas.second(), folder.resolve("second"));
    }

    @BeforeEach
    void prepare() {
        fresh = newCompany();
        customer = fresh.customer("SYNCED", Persona.REP);
        fresh.run("update visit_task set state = 'CANCELLED', closed_at = now() where id = '%s'"
                .formatted(customer.task()));
        sql = new Sql(database, fresh.tenantId());
    }

    @Test
    void pullsEverythingOnceAndThenWhatChanged() {
        for (int number = 0; number < 6; number++) {
            fresh.customer("MORE" + number, Persona.REP);
        }
        run("syncs");

        assertThat(get("?schema_version=2&replace=true").errorCode()).isEqualTo("PAYLOAD_TOO_LARGE");
    }

    @Test
    void sendsWhatWasDoneOfflineOnceAlthoughTheAnswerWasLost() {
        run("sends");

        assertThat(sql.texts(
                        "select name from contact where customer_id = ? and deleted_at is null", customer.customer()))
                .containsExactly("Li Na 2");
        assertThat(sql.number(
                        "select count(*) from visit where customer_id = ? and summary = 'Offline'",
                        customer.customer()))
                .isEqualTo(1);
        assertThat(issues()).isEmpty();
    }

    @Test
    void mergesFieldByFieldAndTellsThePhoneWhoWon() {
        run("conflicts");

        assertThat(issues()).containsExactlyInAnyOrder("CONFLICT Ticket", "CONFLICT Contact");
        assertThat(sql.text("select state from service_ticket where id = ?", customer.ticket()))
                .isEqualTo("IN_PROGRESS");
    }

    @Test
    void migratesToTheNextSchema() {
        run("migrates");
    }

    @Test
    void refusesRecordsOneByOneAndOnlyOnce() {
        run("refuses");

        assertThat(issues()).containsExactlyInAnyOrder("REJECTED Contact", "REJECTED Contact", "REJECTED Order");
    }

    @Test
    void takesWorkOnACustomerThatWasGivenAwayMeanwhile() {
        run("leaves");

        assertThat(sql.text("select phone from customer where id = ?", customer.customer()))
                .isEqualTo("+86 8");
        assertThat(sql.number(
                        "select count(*) from visit where customer_id = ? and summary = 'Last call'",
                        customer.customer()))
                .isEqualTo(1);
    }

    @Test
    void takesItAlsoFromAnApplicationThatDoesNotTellWhatIsUnsent() {
        run("leavesLater");

        assertThat(sql.text("select phone from customer where id = ?", customer.customer()))
                .isEqualTo("+86 9");
    }

    @Test
    void replacesACopyThatTheServerForgot() {
        run("startsAgain");
    }

    @Test
    void refusesNumbersOfOthersAndThoseThatMeanNothing() {
        long number = get("?schema_version=1").json().get("timestamp").longValue();
        assertThat(number).isLessThan(1L << 53);
        assertThat(get("?schema_version=1&last_pulled_at=" + number).status()).isEqualTo(200);
        assertThat(get("?schema_version=1&last_pulled_at=%d&migration=null".formatted(number + 1))
                        .json()
                        .at("/error/details/reason")
                        .asString())
                .isEqualTo("UNKNOWN_TIMESTAMP");
        assertThat(get("?schema_version=1&last_pulled_at=abc").errorCode()).isEqualTo("INVALID_INPUT");
        assertThat(get("?last_pulled_at=" + number).errorCode()).isEqualTo("INVALID_INPUT");
        assertThat(new Phone(port, "")
                        .post("/sync/watermelon", Map.of("changes", Map.of()))
                        .status())
                .isEqualTo(401);

        sql.run(
                "update sync_ordinal set device_id = ? where device_id = ?",
                fresh.user(Persona.COLLEAGUE),
                fresh.user(Persona.REP));
        Phone colleague = new Phone(port, fresh.token(Persona.COLLEAGUE));
        Answer foreign = colleague.post("/sync/watermelon?last_pulled_at=" + number, Map.of("changes", Map.of()));
        assertThat(foreign.errorCode()).isEqualTo("CURSOR_INVALID");
    }

    @Test
    void refusesARecordThatCannotBeReadAlone() {
        Phone phone = new Phone(port, fresh.token(Persona.REP));

        Answer answer = phone.post(
                "/sync/watermelon",
                Map.of(
                        "changes",
                        Map.of(
                                "Contact",
                                Map.of(
                                        "created",
                                        List.of(Map.of("id", "short"), contact()),
                                        "updated",
                                        List.of(),
                                        "deleted",
                                        List.of(UUID.randomUUID().toString())),
                                "Nonsense",
                                Map.of("deleted", List.of("x")))));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().at("/experimentalRejectedIds").toString())
                .isEqualTo("{\"Contact\":[\"short\"],\"Nonsense\":[\"x\"]}");
        assertThat(sql.texts("select name from contact where customer_id = ?", customer.customer()))
                .contains("Readable");
        assertThat(phone.post("/sync/watermelon", Map.of("changes", 7)).errorCode())
                .isEqualTo("INVALID_INPUT");
    }

    @Test
    void forgetsOldNumbers() {
        long number = get("?schema_version=1").json().get("timestamp").longValue();

        ordinals.purge(clock.instant().minus(Duration.ofDays(1))).block();
        assertThat(get("?schema_version=1&last_pulled_at=" + number).status()).isEqualTo(200);
        ordinals.purge(clock.instant().plus(Duration.ofDays(1))).block();
        assertThat(get("?schema_version=1&last_pulled_at=" + number).errorCode())
                .isEqualTo("RESYNC_REQUIRED");
    }

    private Map<String, Object> contact() {
        return Map.of(
                "id",
                UUID.randomUUID().toString(),
                "customerId",
                customer.customer().toString(),
                "name",
                "Readable",
                "main",
                false);
    }

    private List<String> issues() {
        return sql.texts("select kind || ' ' || collection from sync_issue where tenant_id = ?", fresh.tenantId());
    }

    private Answer get(String query) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/sync/watermelon" + query))
                .header("Authorization", "Bearer " + fresh.token(Persona.REP))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .join();
        return new Answer(response.statusCode(), response.body());
    }

    /** The counts are those of a phone with the native protocol. */
    private void run(String scenario) {
        Phone phone = new Phone(port, fresh.token(Persona.REP)).schema(2);
        phone.pull();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String collection :
                List.of("Customer", "Contact", "Order", "Task", "Visit", "Ticket", "TimelineEntry", "User")) {
            counts.put(collection, phone.ids(collection).size());
        }
        JsonNode facts = JsonMapper.shared()
                .valueToTree(Map.of(
                        "counts", counts,
                        "customer", customer.customer(),
                        "contact", customer.contact(),
                        "order", customer.order(),
                        "ticket", customer.ticket(),
                        "foreign", fresh.outsiders.customer(),
                        "colleague", fresh.user(Persona.COLLEAGUE),
                        "now", TestClock.START.toEpochMilli()));
        client.run(
                "session.mjs",
                Map.of(
                        "SERVER", "http://localhost:" + port,
                        "REP", fresh.token(Persona.REP),
                        "SUPERVISOR", fresh.token(Persona.SUPERVISOR),
                        "FACTS", facts.toString(),
                        "FIRST_SCHEMA", folder.resolve("first").toString(),
                        "SECOND_SCHEMA", folder.resolve("second").toString()),
                scenario);
    }
}
