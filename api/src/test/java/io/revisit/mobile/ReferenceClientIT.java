package io.revisit.mobile;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.NodeProgram;
import io.revisit.testing.Sql;
import io.revisit.testing.TestClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/** The reference client of the mobile contract: its own tests, and days in the life of a phone against this server. */
class ReferenceClientIT extends CompanyTest {
    private static final List<String> SCENARIOS = List.of(
            "day",
            "conflict",
            "moved",
            "lost",
            "shared",
            "expired",
            "held",
            "refused",
            "old",
            "resync",
            "files",
            "woken",
            "browser");

    /** So much that it does not fit into one page of a bad network. */
    private static final int CUSTOMERS_BESIDE = 30;

    private static NodeProgram client;

    @LocalServerPort
    private int port;

    @BeforeAll
    static void install() {
        client = NodeProgram.in("reference");
    }

    @Test
    void passesItsOwnTests() {
        assertThat(client.script("test", Map.of())).contains("# fail 0");
    }

    @Test
    void agreesWithTheGeneratedTypes() throws IOException {
        Path generated = Files.createDirectories(client.folder().resolve("generated"));
        for (String file : List.of("sync.ts", "collections.ts")) {
            try (InputStream source = getClass().getResourceAsStream("/generated-contract/typescript/" + file)) {
                Files.copy(source, generated.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }

        assertThat(client.script("agreement", Map.of())).isEmpty();
    }

    @Test
    void losesNothingInTheDaysOfAPhone() {
        for (int number = 0; number < CUSTOMERS_BESIDE; number++) {
            company.customer("BESIDE" + number, Persona.COLLEAGUE);
        }

        client.script("build", Map.of());
        String output = client.run("dist/scenario/main.js", Map.of("SETTING", setting()));

        assertThat(output).contains("# fail 0");
        List<String[]> made = output.lines()
                .filter(line -> line.startsWith("MADE "))
                .map(line -> line.split(" "))
                .toList();
        assertThat(made).hasSizeGreaterThan(10).allSatisfy(this::assertKept);
    }

    /** Every edit is answered for good, and is in its table or whole in an issue. */
    private void assertKept(String[] edit) {
        Sql sql = new Sql(database, company.tenantId());
        UUID mutation = UUID.fromString(edit[1]);
        String status = sql.text(
                "select status from sync_mutation where tenant_id = ? and id = ?", company.tenantId(), mutation);
        assertThat(status).as("%s", List.of(edit)).isIn("APPLIED", "MERGED", "CONFLICT", "REJECTED");
        if (status.equals("CONFLICT") || status.equals("REJECTED")) {
            assertThat(sql.number(
                            "select count(*) from sync_issue where tenant_id = ? and mutation_id = ?",
                            company.tenantId(),
                            mutation))
                    .isEqualTo(1);
        } else {
            assertThat(sql.number(
                            "select count(distinct id) from sync_record where tenant_id = ? and collection = ? and id = ?",
                            company.tenantId(),
                            edit[3],
                            UUID.fromString(edit[4])))
                    .isEqualTo(1);
        }
    }

    private String setting() {
        Map<String, Object> setting = new TreeMap<>();
        setting.put("server", "http://localhost:" + port);
        setting.put("now", TestClock.START.toString());
        setting.put("rep", persona(Persona.REP));
        setting.put("colleague", persona(Persona.COLLEAGUE));
        setting.put("supervisor", persona(Persona.SUPERVISOR));
        Map<String, Records> customers = new TreeMap<>();
        SCENARIOS.forEach(name -> customers.put(name, company.customer(name, Persona.REP)));
        setting.put("customers", customers);
        return JsonMapper.shared().writeValueAsString(setting);
    }

    private Map<String, Object> persona(Persona persona) {
        return Map.of("userId", company.user(persona), "token", company.token(persona));
    }
}
