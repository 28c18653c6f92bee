package io.revisit.platform.projection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.schema.DataFetchingEnvironment;
import io.revisit.platform.database.Database;
import io.revisit.platform.database.Statements;
import io.revisit.platform.security.Viewer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers a GraphQL field with one statement, shaped by what is selected below it. */
@Component
public class QueryRepository {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] NOTHING = new byte[0];

    private static final int MOST_PLAN_CHARACTERS = 16_000_000;

    private final Projections projections;
    private final Database database;
    private final InstantSource clock;
    private final Cache<String, Plan> plans = Caffeine.newBuilder()
            .maximumWeight(MOST_PLAN_CHARACTERS)
            .weigher((String shape, Plan plan) -> shape.length() + plan.sql().length())
            .build();

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

    /** Whether the viewer may see this object, asked within a transaction. */
    public Mono<Boolean> sees(Statements statements, Viewer viewer, String type, UUID id) {
        return matches(statements, viewer, type, id, "visible", row -> projections
                .get(type)
                .visible(row));
    }

    /** Whether a condition holds for this object; {@code name} tells conditions on the same type apart. */
    public Mono<Boolean> matches(
            Statements statements,
            Viewer viewer,
            String type,
            UUID id,
            String name,
            Function<Row, Condition> condition) {
        return holds(
                statements,
                viewer,
                id,
                type + ' ' + name,
                (compilation, wanted) -> exists(compilation, type, wanted, condition));
    }

    /** Whether any object of the viewer's tenant has this id, visible or not. */
    public Mono<Boolean> isTaken(Statements statements, Viewer viewer, UUID id) {
        return holds(
                statements,
                viewer,
                id,
                "taken",
                (compilation, wanted) -> DSL.or(projections.nodes().stream()
                        .map(type -> exists(compilation, type.name(), wanted, row -> DSL.noCondition()))
                        .toList()));
    }

    private static Condition exists(
            Compilation compilation, String type, Field<UUID> id, Function<Row, Condition> condition) {
        Row row = compilation.row();
        return DSL.exists(Json.rows(type, row, row.column("id").eq(id).and(condition.apply(row)), DSL.inline(1)));
    }

    private Mono<Boolean> holds(
            Statements statements,
            Viewer viewer,
            UUID id,
            String name,
            BiFunction<Compilation, Field<UUID>, Condition> condition) {
        Plan plan = plans.get(name + ' ' + viewer.role(), key -> {
            Compilation compilation = new Compilation(viewer.role(), projections);
            Field<UUID> wanted = compilation.parameter(SqlType.ID, request -> id(request));
            return Plan.compile(compilation, DSL.field(condition.apply(compilation, wanted)));
        });
        Object[] values = plan.bind(new Request(viewer, clock.instant(), List.of(), Map.of("id", id)));
        return statements
                .query(plan.sql(), row -> Boolean.TRUE.equals(row.get(0, Boolean.class)), values)
                .single();
    }

    private static @Nullable Object id(Request request) {
        return request.extra().get("id");
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
        Plan plan = plans.get(parentType + ' ' + viewer.role() + selection.shape(), key -> {
            Compilation compilation = new Compilation(viewer.role(), projections);
            return Plan.compile(compilation, root.project(compilation.row(), selection.root()));
        });
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
