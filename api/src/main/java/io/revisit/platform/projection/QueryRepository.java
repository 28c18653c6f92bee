package io.revisit.platform.projection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.schema.DataFetchingEnvironment;
import io.revisit.platform.database.Database;
import io.revisit.platform.security.Viewer;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.jooq.Field;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers a GraphQL field with one statement, shaped by what is selected below it. */
@Component
public class QueryRepository {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] NOTHING = new byte[0];

    private final Projections projections;
    private final Database database;
    private final InstantSource clock;
    private final Cache<String, Plan> plans =
            Caffeine.newBuilder().maximumSize(2_000).build();

    QueryRepository(Projections projections, Database database, InstantSource clock) {
        this.projections = projections;
        this.database = database;
        this.clock = clock;
    }

    /** Answers a field of {@code Query}; empty for null. */
    public Mono<Object> read(Viewer viewer, DataFetchingEnvironment environment) {
        String name = environment.getField().getName();
        return read(viewer, environment, "Query", projections.get("Query").field(name), Map.of());
    }

    /** Answers a field that shows one object, say of a mutation's payload; empty when the viewer may not see it. */
    public Mono<Object> readById(Viewer viewer, DataFetchingEnvironment environment, String type, UUID id) {
        return read(viewer, environment, type, (row, selected) -> byId(type, row, selected), Map.of("id", id));
    }

    private Field<?> byId(String type, Row parent, Selected selected) {
        Projection projection = projections.get(type);
        Field<UUID> id = parent.compilation()
                .parameter(SqlType.ID, request -> request.extra().get("id"));
        return Json.one(type, parent, selected, row -> row.column("id").eq(id).and(projection.visible(row)));
    }

    private Mono<Object> read(
            Viewer viewer,
            DataFetchingEnvironment environment,
            String parentType,
            FieldProjection root,
            Map<String, Object> extra) {
        Selected.Selection selection = Selected.Selection.of(environment);
        Plan plan = plans.get(
                parentType + ' ' + viewer.role() + selection.shape(),
                key -> Plan.compile(new Compilation(viewer.role(), projections), root, selection.root()));
        Object[] values = plan.bind(new Request(viewer, clock.instant(), selection.fields(), extra));
        return database.read(
                        viewer.tenantId(),
                        statements -> statements.queryOne(
                                plan.sql(),
                                row -> {
                                    byte[] json = row.get(0, byte[].class);
                                    return json == null ? NOTHING : json;
                                },
                                values))
                .flatMap(json -> json.length == 0 ? Mono.empty() : Mono.just(JSON.readValue(json, Object.class)));
    }
}
