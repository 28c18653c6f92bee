package io.revisit.customer;

import io.revisit.platform.projection.Json;
import io.revisit.platform.projection.Row;
import io.revisit.platform.projection.Selected;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** Figures over a customer's history, and what to speak about first. Only what is asked for is summed up. */
final class CustomerNumbersRepository {
    private static final String ORDERS =
            """
            (select coalesce(sum(o.total_amount_minor) filter (where o.currency = t.currency), 0) as value,
                    t.currency as currency,
                    count(o.ordered_at) as order_count,
                    count(o.ordered_at) filter (where o.currency <> t.currency) as other_currency_count,
                    max(o.ordered_at) as last_order_at
             from tenant t
             left join customer_order o on o.tenant_id = t.id and o.customer_id = {0} and o.state <> 'CANCELLED'
             where t.id = {1}
             group by t.currency) as orders
            """;

    private static final String CSAT =
            """
            (select avg(a.score)::float8 as average, count(*) as answers
             from survey_answer a
             where a.tenant_id = {1} and a.customer_id = {0} and a.metric = 'CSAT') as csat
            """;

    private static final String NPS =
            """
            (select max(last.score) as score, max(last.answered_at) as answered_at
             from (select a.score, a.answered_at from survey_answer a
                   where a.tenant_id = {1} and a.customer_id = {0} and a.metric = 'NPS'
                   order by a.answered_at desc, a.id desc limit 1) as last) as nps
            """;

    private static final String DAYS_SINCE_LAST_CONTACT =
            "(({0} at time zone {1})::date - ({2} at time zone {1})::date)";

    private static final String TALKING_POINT =
            """
            (select {2}
             from ((select s.subject as text, s.opened_at as raised_at, 'TICKET' as source_type, s.id as source_id
                    from service_ticket s
                    where s.tenant_id = {1} and s.customer_id = {0} and s.state in ('OPEN', 'IN_PROGRESS')
                    order by s.opened_at desc, s.id desc limit 1)
                   union all
                   (select v.text, v.raised_at, 'VISIT', v.visit_id
                    from visit_topic v
                    where v.tenant_id = {1} and v.customer_id = {0} and v.resolved_at is null
                    order by v.raised_at desc, v.id desc limit 1)
                   order by raised_at desc limit 1) as topic)
            """;

    private static final Set<String> FROM_ORDERS =
            Set.of("lifetimeValue", "orderCount", "otherCurrencyOrderCount", "lastOrderAt");
    private static final Set<String> FROM_CSAT = Set.of("averageCsat", "csatAnswerCount");
    private static final Set<String> FROM_NPS = Set.of("lastNps", "lastNpsAt");

    private CustomerNumbersRepository() {}

    static Field<?> numbers(Row customer, Selected selected) {
        List<QueryPart> sources = new ArrayList<>();
        addIfAsked(sources, ORDERS, FROM_ORDERS, customer, selected);
        addIfAsked(sources, CSAT, FROM_CSAT, customer, selected);
        addIfAsked(sources, NPS, FROM_NPS, customer, selected);
        Field<JSON> numbers = Json.object(selected, child -> number(customer, child));
        return sources.isEmpty() ? numbers : DSL.field("(select {0} from {1})", numbers, DSL.list(sources));
    }

    private static void addIfAsked(
            List<QueryPart> sources, String source, Set<String> names, Row customer, Selected selected) {
        if (selected.children().stream().anyMatch(child -> names.contains(child.name()))) {
            sources.add(DSL.table(
                    source, customer.column("id"), customer.compilation().tenantId()));
        }
    }

    private static Field<?> number(Row customer, Selected child) {
        return switch (child.name()) {
            case "lifetimeValue" -> Json.money(DSL.field("orders.value"), DSL.field("orders.currency"), child);
            case "orderCount" -> DSL.field("orders.order_count");
            case "otherCurrencyOrderCount" -> DSL.field("orders.other_currency_count");
            case "lastOrderAt" -> DSL.field("orders.last_order_at");
            case "averageCsat" -> DSL.field("csat.average");
            case "csatAnswerCount" -> DSL.field("csat.answers");
            case "lastNps" -> DSL.field("nps.score");
            case "lastNpsAt" -> DSL.field("nps.answered_at");
            case "daysSinceLastContact" ->
                DSL.field(
                        DAYS_SINCE_LAST_CONTACT,
                        customer.compilation().now(),
                        customer.column("zone"),
                        customer.column("last_contact_at"));
            default -> throw new IllegalStateException("CustomerNumbers has no field " + child.name());
        };
    }

    static Field<?> talkingPoint(Row customer, Selected selected) {
        Field<JSON> topic = Json.object(selected, child -> switch (child.name()) {
            case "text" -> DSL.field("topic.text");
            case "raisedAt" -> DSL.field("topic.raised_at");
            case "sourceType" -> DSL.field("topic.source_type");
            case "sourceId" -> DSL.field("topic.source_id");
            default -> throw new IllegalStateException("TalkingPoint has no field " + child.name());
        });
        return DSL.field(
                TALKING_POINT, customer.column("id"), customer.compilation().tenantId(), topic);
    }
}
