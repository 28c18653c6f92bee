package io.revisit.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.GraphQl;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.graphql.execution.GraphQlSource;

/** Each field of {@code Query} costs one statement, however much hangs below it and however many rows there are. */
@Import(StatementCountIT.Recording.class)
class StatementCountIT extends CompanyTest {
    private static final String TASK = "{ id bucket assignee { name unit { parent { name } } }"
            + " customer { name owner { name } lastVisit { summary topics { text } } } visits { id visitor { name } } }";
    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("syncDevices", "syncDevices { nodes { user { unit { name } } pendingIssues } totalCount }"),
            Map.entry("node", "node(id: $id) { ... on Customer { name contacts { nodes { name } } } }"),
            Map.entry(
                    "nodes",
                    "nodes(ids: [$id, $task, $visit]) { id ... on Task " + TASK
                            + " ... on Visit { revisions { author { name } } } }"),
            Map.entry(
                    "customer",
                    "customer(id: $id) { orders { nodes { lines { product { name } } } } visits { nodes { topics { text } } } tasks { nodes "
                            + TASK
                            + " } timeline { nodes { actor { name } } totalCount } numbers { lifetimeValue { amountMinor } averageCsat lastNps } talkingPoint { text } }"),
            Map.entry(
                    "customers",
                    "customers(first: 100) { nodes { owner { name } lastVisit { visitor { name } } tasks(first: 1) { nodes { title } } } totalCount pageInfo { hasNextPage } }"),
            Map.entry("task", "task(id: $task) " + TASK),
            Map.entry(
                    "tasks",
                    "tasks(scope: UNIT, first: 100) { nodes " + TASK
                            + " totalCount pageInfo { hasNextPage endCursor } }"),
            Map.entry("taskCounts", "taskCounts(scope: UNIT) { overdue today week later }"),
            Map.entry("viewer", "viewer { user { unit { name } } tenant { name } permissions today }"),
            Map.entry("users", "users { nodes { unit { parent { name } } } totalCount }"),
            Map.entry(
                    "auditEntries",
                    "auditEntries(entityId: $id) { nodes { actor { name } changes { field } } totalCount }"),
            Map.entry(
                    "syncIssues",
                    "syncIssues { nodes { author { unit { name } } resolvedBy { name } conflicts } totalCount }"));

    @Autowired
    private RecordingDatabase recording;

    @Autowired
    private GraphQlSource graphQlSource;

    @BeforeAll
    void fill() {
        for (int index = 0; index < 12; index++) {
            company.customer("MORE" + index, Persona.REP);
        }
        // Who asks is remembered from then on.
        ask(Persona.DIRECTOR, "{ viewer { today } }", Map.of());
        ask(Persona.SUPERVISOR, "{ viewer { today } }", Map.of());
    }

    static Stream<Arguments> fields() {
        return FIELDS.keySet().stream().sorted().flatMap(field -> Stream.of(Persona.DIRECTOR, Persona.SUPERVISOR)
                .filter(persona -> !field.equals("auditEntries") || persona == Persona.DIRECTOR)
                .map(persona -> Arguments.of(field, persona)));
    }

    @Test
    void everyFieldHasACase() {
        assertThat(graphQlSource.schema().getQueryType().getFieldDefinitions())
                .extracting(field -> field.getName())
                .containsExactlyInAnyOrderElementsOf(FIELDS.keySet());
    }

    @ParameterizedTest
    @MethodSource("fields")
    void isOneStatement(String field, Persona persona) {
        assertThat(statements(persona, document(FIELDS.get(field)))).hasSize(1);
    }

    @Test
    void aliasesAreOneStatementEach() {
        String three = IntStream.range(0, 3)
                .mapToObj(index -> "t" + index + ": " + FIELDS.get("customer"))
                .reduce("", String::concat);
        assertThat(statements(Persona.DIRECTOR, document(three))).hasSize(3);
    }

    @Test
    void wholeCustomerIsOneStatement() {
        assertThat(statements(Persona.SUPERVISOR, GraphQl.operation("Customer360")))
                .hasSize(1);
    }

    private List<String> statements(Persona persona, String document) {
        recording.take();
        var answer = ask(
                persona,
                document,
                Map.of("id", company.own.customer(), "task", company.own.task(), "visit", company.own.visit()));
        assertThat(answer.at("").toString()).contains("{");
        return recording.take().stream()
                .map(RecordingDatabase.Recorded::sql)
                .filter(sql -> !sql.contains("set_config"))
                .toList();
    }

    private static String document(String fields) {
        String variables = "";
        for (String name : List.of("id", "task", "visit")) {
            if (fields.contains("$" + name)) {
                variables += "$" + name + ": ID! ";
            }
        }
        return "query " + (variables.isEmpty() ? "" : "(" + variables + ")") + " { " + fields + " }";
    }

    /** Lets the test see the statements. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Recording {
        @Bean
        @Primary
        RecordingDatabase recordingDatabase(ConnectionFactory pool, InstantSource clock, MeterRegistry meters) {
            return new RecordingDatabase(pool, clock, meters);
        }
    }
}
