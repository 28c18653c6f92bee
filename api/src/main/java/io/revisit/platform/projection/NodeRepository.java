package io.revisit.platform.projection;

import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.ApiException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Finds any object by its id: the first table that has it wins, since ids are unique over all. */
@Repository
class NodeRepository implements ProjectionSource {
    private static final int MOST_IDS = 100;

    @Override
    public void define(Projections projections) {
        projections.type("Query").field("node", (row, selected) -> {
            Field<UUID> id = row.compilation()
                    .parameter(SqlType.ID, request -> Ids.parse(request.argument(selected, "id"), "id"));
            return node(row, selected, id);
        });
        projections.type("Query").field("nodes", (row, selected) -> {
            Field<UUID[]> ids =
                    row.compilation().parameter(SqlType.IDS, request -> uuids(request.argument(selected, "ids")));
            Row wanted = row.compilation().row();
            return DSL.field(
                    "(select coalesce(json_agg({0} order by {1}), '[]') from unnest({2}) with ordinality as {3} (id, place))",
                    node(row, selected, wanted.column("id", UUID.class)),
                    wanted.column("place"),
                    ids,
                    DSL.name(wanted.alias()));
        });
    }

    private static Field<JSON> node(Row parent, Selected selected, Field<UUID> id) {
        // Types of which nothing is asked come last, but they come: what exists is not null.
        List<Field<JSON>> candidates = parent.compilation().projections().nodes().stream()
                .sorted(Comparator.comparing(projection -> selected.children().stream()
                        .noneMatch(child -> child.typeNames().contains(projection.name()))))
                .map(projection -> candidate(projection, parent, selected, id))
                .toList();
        return DSL.field("coalesce({0})", JSON.class, DSL.list(candidates));
    }

    private static Field<JSON> candidate(Projection projection, Row parent, Selected selected, Field<UUID> id) {
        Row row = parent.compilation().row();
        return DSL.field(Json.rows(
                projection.name(),
                row,
                row.column("id").eq(id).and(projection.visible(row)),
                Json.objectWithTypeName(projection.name(), row, selected)));
    }

    private static UUID[] uuids(@Nullable Object ids) {
        Collection<?> wanted = ids instanceof Collection<?> collection ? collection : List.of();
        if (wanted.size() > MOST_IDS) {
            throw new ApiException(ErrorCode.QUERY_TOO_COMPLEX, Map.of("ids", wanted.size(), "limit", MOST_IDS));
        }
        return wanted.stream().map(id -> Ids.parse(id, "ids")).toArray(UUID[]::new);
    }
}
