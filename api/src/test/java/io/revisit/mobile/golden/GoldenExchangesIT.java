package io.revisit.mobile.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.Phone;
import io.revisit.testing.Phone.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replays the exchanges that client developers are given, each file in a company of its own. To write a new one, give
 * requests alone and run with {@code -Drevisit.golden=record}: the answers are filled in, to be read before they are kept.
 */
class GoldenExchangesIT extends CompanyTest {
    private static final Path FOLDER = Path.of("../mobile-contract/src/test/resources/golden");
    private static final boolean RECORDING = "record".equals(System.getProperty("revisit.golden"));
    private static final JsonMapper JSON = JsonMapper.shared();

    @LocalServerPort
    private int port;

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void areAnsweredAsRecorded(Path file) throws IOException {
        ObjectNode golden = (ObjectNode) JSON.readTree(Files.readString(file));
        Company own = newCompany();
        Placeholders placeholders = placeholders(own);
        for (JsonNode exchange : golden.get("exchanges")) {
            exchange.path("given").forEach(sql -> own.run(placeholders.fill(sql.stringValue())));
            JsonNode answer = placeholders.name(answer(own, placeholders, exchange));
            if (RECORDING) {
                ((ObjectNode) exchange).setAll((ObjectNode) answer);
            } else {
                ObjectNode expected = JSON.createObjectNode();
                answer.propertyNames().forEach(name -> expected.set(name, exchange.path(name)));
                // The order of members is free; as text, a difference can be read.
                if (!answer.equals(expected)) {
                    assertThat(answer.toPrettyString())
                            .as(
                                    "%s: %s",
                                    file.getFileName(), exchange.path("about").asString())
                            .isEqualTo(expected.toPrettyString());
                }
            }
        }
        if (RECORDING) {
            DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
            Files.writeString(
                    file,
                    JSON.writer()
                                    .with(new DefaultPrettyPrinter().withObjectIndenter(indenter))
                                    .writeValueAsString(golden)
                            + "\n");
        }
    }

    private JsonNode answer(Company own, Placeholders placeholders, JsonNode exchange) {
        String persona = exchange.get("as").stringValue();
        String token = persona.equals("nobody") ? "" : own.token(Persona.valueOf(persona));
        Answer answer = new Phone(port, token)
                .post(exchange.get("post").stringValue(), placeholders.fill(exchange.get("body")));
        ObjectNode recorded = JSON.createObjectNode().put("status", answer.status());
        if (exchange.get("post").stringValue().equals("/sync/pull") && answer.status() == 200) {
            ArrayNode frames = recorded.putArray("frames");
            answer.frames().forEach(frames::add);
        } else {
            recorded.set("answer", answer.json());
        }
        return recorded;
    }

    private static Placeholders placeholders(Company company) {
        Placeholders placeholders = new Placeholders();
        placeholders.bind("company", company.tenantId());
        placeholders.bind("product", company.productId());
        for (Persona persona : Persona.values()) {
            placeholders.bind(persona.name().toLowerCase(Locale.ROOT), company.user(persona));
        }
        bind(placeholders, "own", company.own);
        bind(placeholders, "colleagues", company.colleagues);
        bind(placeholders, "shared", company.shared);
        bind(placeholders, "outsiders", company.outsiders);
        for (int number = 1; number <= 9; number++) {
            placeholders.bind("new." + number, UUID.randomUUID());
        }
        return placeholders;
    }

    private static void bind(Placeholders placeholders, String name, Records records) {
        placeholders.bind(name + ".customer", records.customer());
        placeholders.bind(name + ".contact", records.contact());
        placeholders.bind(name + ".order", records.order());
        placeholders.bind(name + ".contract", records.contract());
        placeholders.bind(name + ".ticket", records.ticket());
        placeholders.bind(name + ".task", records.task());
        placeholders.bind(name + ".visit", records.visit());
    }
}
