package io.revisit.sync.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.FreshDatabase;
import io.revisit.testing.Phone;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** An app that learns of new fields and collections gets what stands in them, whenever it is updated, and nothing else again. */
@ContextConfiguration(
        initializers = {FreshDatabase.class, Keepsakes.Tables.class},
        inheritInitializers = false)
@Import(Keepsakes.class)
@TestPropertySource(properties = "spring.graphql.schema.locations=classpath*:graphql/,classpath*:keepsake/graphql/")
class SchemaUpgradeResendsIT extends CompanyTest {
    private static final int SMALL_PAGE = 16 * 1024;

    @LocalServerPort
    private int port;

    private Company here;

    @BeforeEach
    void fill() {
        here = newCompany();
        here.run(
                """
                insert into keepsake (tenant_id, name, note)
                select '%1$s', 'K' || n, case when n %% 2 = 0 then repeat('note ', 40) end from generate_series(1, 300) n;
                insert into trinket (tenant_id, name) select '%1$s', 'T' || n from generate_series(1, 10) n;
                """
                        .formatted(here.tenantId()));
    }

    @Test
    void sendsWhatStandsInNewFieldsAndNoMore() {
        Phone phone = pulled(1);
        assertThat(phone.ids("Trinket")).isEmpty();
        here.run("update keepsake set name = 'renamed' where name = 'K1'");

        int rows = phone.schema(2).pull().stream()
                .flatMap(page -> page.frames("rows").stream())
                .mapToInt(frame -> frame.get("rows").size())
                .sum();

        assertThat(rows).isEqualTo(150 + 10 + 1);
        assertThat(contents(phone)).isEqualTo(contents(pulled(2)));
        assertThat(phone.pull().get(0).frames("rows")).isEmpty();
    }

    @Test
    void startsOverWhenTheAppIsUpdatedInTheMiddleOfItsFirstSync() {
        Phone phone = phone(1).maxBytes(SMALL_PAGE);
        boolean more = true;
        while (more && phone.ids("Keepsake").isEmpty()) {
            more = phone.store(phone.pullPage());
        }
        assertThat(more).isTrue();
        here.run("delete from keepsake where id in (select id from keepsake order by id limit 20)");

        phone.schema(2).pull();

        assertThat(contents(phone)).isEqualTo(contents(pulled(2)));
    }

    @Test
    void goesOnWhenTheAppIsUpdatedInTheMiddleOfADelta() {
        Phone phone = pulled(1).maxBytes(SMALL_PAGE);
        here.run("update keepsake set name = name || repeat(' again', 20)");
        assertThat(phone.store(phone.pullPage())).isTrue();
        here.run("delete from keepsake where id in (select id from keepsake order by id desc limit 20)");

        phone.schema(2).pull();

        assertThat(contents(phone)).isEqualTo(contents(pulled(2)));
    }

    @Test
    void goesBackWithAnAppThatGoesBackInTheMiddleOfItsUpgrade() {
        Phone phone = pulled(1).maxBytes(SMALL_PAGE);
        assertThat(phone.schema(2).store(phone.pullPage())).isTrue();
        here.run("update keepsake set name = 'renamed' where name = 'K2'");

        phone.schema(1).pull();
        assertThat(phone.ids("Keepsake")).hasSize(300);

        phone.schema(2).pull();
        assertThat(contents(phone)).isEqualTo(contents(pulled(2)));
    }

    private Phone phone(int schema) {
        return new Phone(port, here.token(Persona.REP)).schema(schema);
    }

    private Phone pulled(int schema) {
        Phone phone = phone(schema);
        phone.pull();
        return phone;
    }

    /** What is empty an app fills in itself when it learns of the field. */
    private static Map<String, Map<String, JsonNode>> contents(Phone phone) {
        Map<String, Map<String, JsonNode>> contents = new TreeMap<>(phone.contents());
        contents.values().forEach(fields -> fields.values().removeIf(JsonNode::isNull));
        return contents;
    }
}
