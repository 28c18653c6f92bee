package io.revisit.mobile.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.revisit.identity.Passwords;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.GraphQl.Answer;
import io.revisit.testing.Phone;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

// The test says when it is written down.
@TestPropertySource(properties = "revisit.sync.presence-interval=1d")
class SyncDevicesApiIT extends CompanyTest {
    private static final String DEVICES =
            """
            query ($filter: SyncDeviceFilter) {
              syncDevices(first: 100, filter: $filter) {
                totalCount
                nodes { id user { id } name platform appVersion schemaVersion lastPullAt lastPushAt lagSeconds pendingIssues clockSkewSeconds }
              }
            }
            """;

    @LocalServerPort
    private int port;

    @Autowired
    private Presence presence;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private Passwords passwords;

    @Test
    void isForThoseWhoAreLoggedIn() {
        assertThat(anonymous.send("{ syncDevices { totalCount } }").errorCode()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void showsARepHisOwn() {
        assertThat(users(Persona.REP)).containsExactly(company.user(Persona.REP).toString());
    }

    @Test
    void showsASupervisorThoseOfHisPeople() {
        assertThat(users(Persona.SUPERVISOR))
                .containsExactlyInAnyOrder(
                        company.user(Persona.REP).toString(),
                        company.user(Persona.COLLEAGUE).toString(),
                        company.user(Persona.SUPERVISOR).toString());
    }

    @Test
    void showsAllToThoseWhoSeeEverything() {
        for (Persona persona : List.of(Persona.DIRECTOR, Persona.QA, Persona.ADMIN)) {
            assertThat(users(persona)).as("%s", persona).hasSize(Persona.values().length);
        }
    }

    @Test
    void showsNothingOfAnotherCompany() {
        assertThat(users(Persona.DIRECTOR))
                .doesNotContain(otherCompany.user(Persona.REP).toString());
    }

    @Test
    void tellsHowADeviceFares() {
        assertThat(device(Persona.COLLEAGUE, Persona.COLLEAGUE)
                        .get("lagSeconds")
                        .isNull())
                .isTrue();
        Phone phone = new Phone(port, company.token(Persona.COLLEAGUE));
        phone.pull();
        phone.post(
                "/sync/push",
                Map.of(
                        "protocol",
                        1,
                        "schema",
                        1,
                        "device",
                        company.user(Persona.COLLEAGUE),
                        "sentAt",
                        clock.instant().plusSeconds(90).toString(),
                        "mutations",
                        List.of()));
        presence.write().block();
        company.run(
                "insert into sync_issue (tenant_id, author_id, device_id, mutation_id, kind, collection, record_id, payload) values ('%1$s', '%2$s', '%2$s', new_id(), 'REJECTED', 'Visit', new_id(), '{}')"
                        .formatted(company.tenantId(), company.user(Persona.COLLEAGUE)));
        clock.advance(Duration.ofSeconds(40));

        JsonNode device = device(Persona.SUPERVISOR, Persona.COLLEAGUE);

        assertThat(device.get("schemaVersion").intValue()).isEqualTo(1);
        assertThat(device.get("lastPullAt").isNull()).isFalse();
        assertThat(device.get("lastPushAt").isNull()).isFalse();
        assertThat(device.get("lagSeconds").intValue()).isEqualTo(40);
        assertThat(device.get("clockSkewSeconds").intValue()).isEqualTo(90);
        assertThat(device.get("pendingIssues").intValue()).isEqualTo(1);
    }

    @Test
    void findsThoseThatHaveNotHadEverythingSince() {
        Phone phone = new Phone(port, company.token(Persona.ADMIN));
        phone.pull();
        presence.write().block();

        Answer behind = ask(
                Persona.ADMIN,
                DEVICES,
                Map.of("filter", Map.of("notCompleteSince", clock.instant().toString())));
        Answer platform = ask(Persona.ADMIN, DEVICES, Map.of("filter", Map.of("platforms", List.of("IOS"))));
        Answer one =
                ask(Persona.ADMIN, DEVICES, Map.of("filter", Map.of("userIds", List.of(company.user(Persona.REP)))));

        assertThat(behind.at("/syncDevices/nodes")).noneMatch(node -> node.get("id")
                .stringValue()
                .equals(company.user(Persona.ADMIN).toString()));
        assertThat(behind.at("/syncDevices/totalCount").asInt()).isPositive();
        assertThat(platform.at("/syncDevices/totalCount").asInt()).isZero();
        assertThat(one.at("/syncDevices/totalCount").asInt()).isEqualTo(1);
    }

    @Test
    void comesInPages() {
        Answer first = ask(
                Persona.DIRECTOR,
                "{ syncDevices(first: 3) { nodes { id } pageInfo { hasNextPage endCursor } } }",
                Map.of());
        Answer second = ask(
                Persona.DIRECTOR,
                "query ($after: String) { syncDevices(first: 100, after: $after) { nodes { id } pageInfo { hasNextPage } } }",
                Map.of("after", first.at("/syncDevices/pageInfo/endCursor").asString()));

        assertThat(first.at("/syncDevices/nodes").size()).isEqualTo(3);
        assertThat(second.at("/syncDevices/nodes").size()).isEqualTo(Persona.values().length - 3);
        assertThat(second.at("/syncDevices/pageInfo/hasNextPage").asBoolean()).isFalse();
    }

    @Test
    void leavesADeviceAloneThatIsSomebodyElsesNow() {
        Phone phone = new Phone(port, company.token(Persona.OUTSIDER));
        phone.pull();
        company.run("update device set user_id = '%s' where id = '%s'"
                .formatted(company.user(Persona.QA), company.user(Persona.OUTSIDER)));

        presence.write().block();

        assertThat(database.text("select last_pull_at is null from device where id = '%s'"
                        .formatted(company.user(Persona.OUTSIDER))))
                .isEqualTo("t");
        company.run("update device set user_id = id where id = '%s'".formatted(company.user(Persona.OUTSIDER)));
    }

    @Test
    void isMeasuredWithoutNamingAnybody() {
        new Phone(port, company.token(Persona.REP)).pull();

        assertThat(meters.get("revisit.sync.pull").tag("outcome", "ok").timer().count())
                .isPositive();
        assertThat(meters.get("revisit.sync.pull.records").summary().totalAmount())
                .isPositive();
        assertThat(meters.getMeters())
                .filteredOn(meter -> meter.getId().getName().startsWith("revisit.sync"))
                .allSatisfy(meter -> assertThat(meter.getId().getTags())
                        .allMatch(tag -> List.of("outcome", "status").contains(tag.getKey())));
    }

    @Test
    void endsTheSessionOfTheDeviceUnseenForLongest() {
        UUID user = company.user(Persona.QA);
        company.run(
                """
                insert into device (tenant_id, id, user_id, name, platform, last_seen_at)
                select '%1$s', new_id(), '%2$s', 'old phone ' || n, 'OTHER', timestamptz '2026-01-01' + n * interval '1 day' from generate_series(1, 12) n;
                insert into session (tenant_id, user_id, device_id, expires_at)
                select tenant_id, user_id, id, '2100-01-01' from device where name like 'old phone%%' and user_id = '%2$s';
                """
                        .formatted(company.tenantId(), user));
        company.run("update app_user set password_hash = '%s' where id = '%s'"
                .formatted(passwords.hash("secret words").block(), user));

        Answer login = anonymous.send(
                "mutation ($email: String!, $device: ID!) { login(input: {email: $email, password: \"secret words\", device: {id: $device, name: \"new\", platform: ANDROID}}) { accessToken userErrors { code } } }",
                Map.of("email", company.email(Persona.QA), "device", UUID.randomUUID()));

        assertThat(login.at("/login/accessToken").isNull()).isFalse();
        assertThat(database.text(
                        "select count(*) from session where user_id = '%s' and ended_at is null".formatted(user)))
                .isEqualTo("10");
        assertThat(database.text(
                        "select string_agg(d.name, ', ' order by d.last_seen_at) from session s join device d on d.id = s.device_id where s.user_id = '%s' and s.end_reason = 'TOO_MANY_DEVICES' and d.name < 'old phone 2'"
                                .formatted(user)))
                .startsWith("old phone 1");
    }

    private List<String> users(Persona persona) {
        return ask(persona, DEVICES, Map.of())
                .at("/syncDevices/nodes")
                .valueStream()
                .map(node -> node.at("/user/id").asString())
                .distinct()
                .toList();
    }

    private JsonNode device(Persona asking, Persona of) {
        return ask(asking, DEVICES, Map.of("filter", Map.of("userIds", List.of(company.user(of)))))
                .at("/syncDevices/nodes/0");
    }
}
