package io.revisit.platform.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import io.revisit.platform.database.RecordingDatabase;
import io.revisit.platform.database.RecordingDatabase.Recorded;
import io.revisit.platform.security.Role;
import io.revisit.platform.security.Viewer;
import io.revisit.testing.LargeTenant;
import io.revisit.testing.RevisitTest;
import io.revisit.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.graphql.ExecutionGraphQlResponse;
import org.springframework.graphql.ExecutionGraphQlService;
import org.springframework.graphql.support.DefaultExecutionGraphQlRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * At 100,000 customers every hot read is one statement per root field, found through indexes: no sequential scan of a table
 * that grows, and no sort of more than a few pages.
 */
@RevisitTest
@Import(QueryPlanIT.Recording.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryPlanIT {
    private static final int CUSTOMERS = 100_000;
    private static final Set<String> SMALL_TABLES = Set.of("tenant", "org_unit", "org_unit_ancestry", "app_user");

    /** Ten lanes of a page each, for a supervisor of ten. */
    private static final int LARGEST_SORT = 11 * 101;

    @Autowired
    private RecordingDatabase database;

    @Autowired
    private ExecutionGraphQlService graphQl;

    @Autowired
    private TestDatabase testDatabase;

    @BeforeAll
    void load() {
        LargeTenant.load(testDatabase, CUSTOMERS);
    }

    static Stream<Arguments> reads() {
        List<Arguments> reads = new ArrayList<>();
        for (Role role : List.of(Role.REP, Role.SUPERVISOR, Role.DIRECTOR)) {
            String own = LargeTenant.customer(210).toString();
            reads.add(Arguments.of(role, "Customer360", Map.of("id", own), 1));
            reads.add(Arguments.of(role, "TimelinePage", Map.of("id", own, "kinds", List.of("VISIT_RECORDED")), 1));
            reads.add(Arguments.of(role, "MyTasks", Map.of("buckets", List.of("OVERDUE", "TODAY", "WEEK")), 2));
            reads.add(Arguments.of(role, "Customers", Map.of(), 1));
            reads.add(Arguments.of(
                    role, "Customers", Map.of("orderBy", Map.of("field", "NEXT_VISIT_AT", "direction", "ASC")), 1));
            reads.add(Arguments.of(
                    role, "Customers", Map.of("orderBy", Map.of("field", "LAST_CONTACT_AT", "direction", "DESC")), 1));
            reads.add(Arguments.of(
                    role, "Customers", Map.of("filter", Map.of("search", "mueller c81e", "tiers", List.of("VIP"))), 1));
            reads.add(Arguments.of(role, "Viewer", Map.of(), 1));
        }
        reads.add(Arguments.of(Role.SUPERVISOR, "UnitTasks", Map.of("buckets", List.of("TODAY")), 2));
        return reads.stream();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("reads")
    void findsItsRowsThroughIndexes(Role role, String operation, Map<String, Object> variables, int statements)
            throws IOException {
        Viewer viewer = LargeTenant.viewer(role);
        database.take();
        ExecutionGraphQlResponse response = execute(viewer, operation, variables);

        assertThat(response.getErrors()).isEmpty();
        assertThat(response.getData().toString()).doesNotContain("customer=null");
        List<Recorded> recorded = database.take().stream()
                .filter(statement -> !statement.sql().contains("set_config"))
                .toList();
        assertThat(recorded).hasSize(statements);
        for (Recorded statement : recorded) {
            JsonNode plan = JsonMapper.shared().readTree(database.explain(viewer.tenantId(), statement));
            check(plan.get(0).get("Plan"), statement.sql(), plan);
            JsonNode generic = JsonMapper.shared().readTree(database.explainGeneric(viewer.tenantId(), statement));
            check(generic.get(0).get("Plan"), statement.sql(), generic);
        }
    }

    private static void check(JsonNode node, String sql, JsonNode plan) {
        String type = node.get("Node Type").asString();
        if (type.equals("Seq Scan")) {
            assertThat(node.get("Relation Name").asString())
                    .as("sequential scan in\n%s\n%s", sql, plan.toPrettyString())
                    .isIn(SMALL_TABLES);
        }
        if (type.contains("Sort") && node.has("Actual Rows")) {
            assertThat(node.get("Plans").get(0).get("Actual Rows").asDouble())
                    .as("sorted rows in\n%s\n%s", sql, plan.toPrettyString())
                    .isLessThanOrEqualTo(LARGEST_SORT);
        }
        if (node.has("Plans")) {
            node.get("Plans").forEach(child -> check(child, sql, plan));
        }
    }

    private ExecutionGraphQlResponse execute(Viewer viewer, String operation, Map<String, Object> variables)
            throws IOException {
        String document;
        try (var file = getClass().getResourceAsStream("/operations/" + operation + ".graphql")) {
            document = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        var request = new DefaultExecutionGraphQlRequest(document, operation, variables, Map.of(), "test", null);
        request.configureExecutionInput((input, builder) ->
                builder.graphQLContext(Map.of(Viewer.CONTEXT_KEY, viewer)).build());
        return graphQl.execute(request).block();
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
