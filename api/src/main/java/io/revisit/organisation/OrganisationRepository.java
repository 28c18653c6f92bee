package io.revisit.organisation;

import io.revisit.platform.projection.Connection;
import io.revisit.platform.projection.Filters;
import io.revisit.platform.projection.Json;
import io.revisit.platform.projection.Lane;
import io.revisit.platform.projection.Ordering;
import io.revisit.platform.projection.ProjectionSource;
import io.revisit.platform.projection.Projections;
import io.revisit.platform.projection.Row;
import io.revisit.platform.projection.Selected;
import io.revisit.platform.projection.SortKey;
import io.revisit.platform.projection.SqlType;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Repository;

/** How the company, its units and users, and the viewer are read. Colleagues see each other. */
@Repository
class OrganisationRepository implements ProjectionSource {
    private static final Ordering BY_NAME = Ordering.ascending("NAME", SortKey.name("name"));

    @Override
    public void define(Projections projections) {
        projections
                .type("Tenant")
                .from("tenant")
                .tenantIn("id")
                .node(tenant -> DSL.trueCondition())
                .columns("id", "code", "name", "zone")
                .column("currencyCode", "currency");
        projections
                .type("OrganisationUnit")
                .from("org_unit")
                .node(unit -> DSL.trueCondition())
                .columns("id", "name")
                .reference("parent", "OrganisationUnit", "parent_id");
        projections
                .type("User")
                .from("app_user")
                .node(user -> DSL.trueCondition())
                .columns("id", "name", "email", "role", "zone", "language", "active", "version")
                .field("workdayStart", (user, selected) -> clockTime(user, "workday_start"))
                .field("workdayEnd", (user, selected) -> clockTime(user, "workday_end"))
                .reference("unit", "OrganisationUnit", "unit_id");
        projections
                .type("Query")
                .connection("users", query -> Connection.of(
                                "User", selected -> BY_NAME, List.of(Lane.where(user -> DSL.trueCondition())))
                        .filtered(OrganisationRepository::matching))
                .field("viewer", (query, selected) -> Json.object(selected, child -> viewer(query, child)));
        projections.builtByParent("Viewer");
    }

    private static Condition matching(Row user, Selected selected) {
        Filters filters = Filters.of(user, selected).texts("roles", "role");
        Field<Boolean> includeInactive = user.compilation()
                .parameter(
                        SqlType.BOOLEAN,
                        request -> Boolean.TRUE.equals(request.argument(selected, "filter", "includeInactive")));
        return filters.and(user.column("active", Boolean.class).isTrue().or(DSL.condition(includeInactive)))
                .all();
    }

    private static Field<?> viewer(Row query, Selected child) {
        return switch (child.name()) {
            case "user" ->
                Json.one("User", query, child, user -> user.column("id")
                        .eq(query.compilation().viewerId()));
            case "tenant" -> Json.one("Tenant", query, child, tenant -> DSL.trueCondition());
            case "permissions" ->
                DSL.field(
                        "to_json({0})",
                        query.compilation()
                                .parameter(
                                        SqlType.TEXTS,
                                        request -> Permission.namesOf(
                                                request.viewer().role())));
            case "today" ->
                query.compilation()
                        .parameter(SqlType.DATE, request -> request.viewer().today(request.now()));
            default -> throw new IllegalStateException("Viewer has no field " + child.name());
        };
    }

    private static Field<?> clockTime(Row user, String column) {
        return DSL.field("to_char({0}, 'HH24:MI')", user.column(column));
    }
}
