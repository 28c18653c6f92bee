package io.revisit.customer;

import io.revisit.access.Visibility;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.projection.Connection;
import io.revisit.platform.projection.Filters;
import io.revisit.platform.projection.Ids;
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
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Repository;

/** How customers are found and their profiles read. */
@Repository
class CustomerQueryRepository implements ProjectionSource {
    private static final int LONGEST_SEARCH = 100;

    @Override
    public void define(Projections projections) {
        projections
                .type("Query")
                .field("customer", (query, selected) -> {
                    Field<UUID> id = query.compilation()
                            .parameter(SqlType.ID, request -> Ids.parse(request.argument(selected, "id"), "id"));
                    return Json.one("Customer", query, selected, customer -> customer.column("id")
                            .eq(id)
                            .and(Visibility.customer(customer)));
                })
                .connection("customers", (query, selected) -> Connection.of(
                                "Customer", CustomerQueryRepository::ordering, lanes(query, selected))
                        .filtered(CustomerQueryRepository::matching));
        projections
                .type("Customer")
                .from("customer")
                .node(Visibility::customer)
                .columns("id", "code", "name", "tier", "segment", "industry", "phone", "email", "zone")
                .columns("tags", "interests", "attributes", "next_visit_at", "last_contact_at")
                .columns("version", "created_at", "updated_at")
                .embedded("address", "Address")
                .reference("owner", "User", "owner_id")
                .field("numbers", CustomerNumbersRepository::numbers)
                .field("talkingPoint", CustomerNumbersRepository::talkingPoint);
        projections.builtByParent("CustomerNumbers");
        projections.builtByParent("TalkingPoint");
        projections.type("Address").columns("street", "city", "region", "postal_code", "country_code");
    }

    /** A search finds its few customers first; then who may see them is checked one by one. */
    private static List<Lane> lanes(Row query, Selected selected) {
        if (selected.argument("filter", "search") == null) {
            return Visibility.customerLanes(query.compilation());
        }
        Field<String> search = query.compilation().parameter(SqlType.TEXT, request -> {
            String words = String.valueOf(request.argument(selected, "filter", "search"));
            if (words.isBlank() || words.length() > LONGEST_SEARCH || words.indexOf('\0') >= 0) {
                throw ApiException.invalid("filter.search", "LENGTH");
            }
            return words;
        });
        return List.of(Lane.forEach(
                compilation ->
                        DSL.select(DSL.field("found as id")).from(DSL.table("search_customers({0}) as found", search)),
                (found, customer) ->
                        customer.column("id").eq(found.column("id")).and(Visibility.customer(customer))));
    }

    private static Condition matching(Row customer, Selected selected) {
        return Filters.of(customer, selected)
                .texts("tiers", "tier")
                .texts("segments", "segment")
                .texts("industries", "industry")
                .texts("countryCodes", "country_code")
                .ids("ownerIds", "owner_id")
                .overlap("tags", "tags")
                .instant("nextVisitBefore", before -> customer.column("next_visit_at")
                        .lt(before))
                .instant(
                        "noContactSince",
                        since -> DSL.condition(
                                "coalesce({0}, '-infinity') < {1}", customer.column("last_contact_at"), since))
                .all();
    }

    private static Ordering ordering(Selected selected) {
        Object direction = selected.argument("orderBy", "direction");
        String field =
                String.valueOf(selected.argument("orderBy") == null ? "NAME" : selected.argument("orderBy", "field"));
        SortKey key =
                switch (field) {
                    case "NAME" -> SortKey.name("name");
                    case "NEXT_VISIT_AT" -> SortKey.instant("next_visit_at", "infinity");
                    case "LAST_CONTACT_AT" -> SortKey.instant("last_contact_at", "-infinity");
                    default -> throw new IllegalStateException("Customers cannot be ordered by " + field);
                };
        return Ordering.of(field, "DESC".equals(direction), key);
    }
}
