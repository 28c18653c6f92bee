package io.revisit.testing;

import io.revisit.identity.token.AccessToken;
import io.revisit.identity.token.AccessTokens;
import io.revisit.platform.mutation.NewIds;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * A small company with a persona for every way to see things, in a tenant of its own. Each of the four customers has one of
 * everything: contact, order, contract, open ticket, open task of its owner, and a visit that left a topic open.
 */
public final class Company {

    /** Who asks. The supervisor leads the rep and the colleague; the outsider works elsewhere, under another supervisor. */
    public enum Persona {
        REP,
        COLLEAGUE,
        SUPERVISOR,
        OUTSIDER,
        OTHER_SUPERVISOR,
        DIRECTOR,
        QA,
        ADMIN
    }

    /** What a customer has, by the GraphQL type's name. */
    public record Records(
            UUID customer, UUID contact, UUID order, UUID contract, UUID ticket, UUID task, UUID visit, UUID topic) {}

    private static final String UNIT =
            "insert into org_unit (tenant_id, id, parent_id, name) values ('%s', '%s', %s, '%s');";

    private static final String USER =
            """
            insert into app_user (tenant_id, id, email, name, role, unit_id, zone, language)
            values ('%1$s', '%2$s', '%3$s', '%4$s', '%5$s', '%6$s', 'Europe/London', 'en');
            insert into device (tenant_id, id, user_id, name, platform)
            values ('%1$s', '%2$s', '%2$s', 'phone', 'ANDROID');
            insert into session (tenant_id, id, user_id, device_id, expires_at)
            values ('%1$s', '%2$s', '%2$s', '%2$s', '2100-01-01');
            """;

    private static final String CUSTOMER =
            """
            insert into customer (tenant_id, id, code, name, zone, owner_id)
            values ('%1$s', '%3$s', '%11$s', '%11$s 贸易', 'Asia/Shanghai', '%2$s');
            insert into contact (tenant_id, id, customer_id, name, main) values ('%1$s', '%4$s', '%3$s', 'Wang Fang', true);
            insert into customer_order (tenant_id, id, number, customer_id, state, ordered_at, currency, total_amount_minor)
            values ('%1$s', '%5$s', '%11$s', '%3$s', 'SHIPPED', '2026-02-20', 'CNY', 120050);
            insert into order_line (tenant_id, order_id, line_number, product_id, quantity, unit_amount_minor, amount_minor)
            select '%1$s', '%5$s', 1, id, 5, 24010, 120050 from product where tenant_id = '%1$s';
            insert into contract (tenant_id, id, number, customer_id, title, state, starts_on, currency, amount_minor)
            values ('%1$s', '%6$s', '%11$s', '%3$s', 'Supply', 'ACTIVE', '2026-01-01', 'CNY', 500000);
            insert into service_ticket (tenant_id, id, customer_id, kind, subject, opened_at)
            values ('%1$s', '%7$s', '%3$s', 'COMPLAINT', 'Two boxes broken', '2026-02-10');
            insert into visit_task (tenant_id, id, customer_id, assignee_id, kind, title, due_at, latest_at, origin)
            values ('%1$s', '%8$s', '%3$s', '%2$s', 'FOLLOW_UP', 'Ask about the boxes', '2026-03-02T15:00Z', '2026-03-03T00:00Z', 'IMPORT');
            insert into visit (tenant_id, id, customer_id, visitor_id, channel, outcome, summary, started_at)
            values ('%1$s', '%9$s', '%3$s', '%2$s', 'ON_SITE', 'OBJECTIVE_MET', 'Spoke about spring', '2026-02-25T09:00Z');
            insert into visit_topic (tenant_id, id, visit_id, customer_id, text, raised_at)
            values ('%1$s', '%10$s', '%9$s', '%3$s', 'Wants a sample', '2026-02-25T09:00Z');
            insert into attachment (tenant_id, customer_id, visit_id, file_name, media_type, byte_count, sha256, created_by, created_at)
            values ('%1$s', '%3$s', '%9$s', 'shop.jpg', 'image/jpeg', 12345, repeat('0', 64), '%2$s', '2026-02-25');
            insert into survey_answer (tenant_id, customer_id, visit_id, metric, score, answered_at)
            values ('%1$s', '%3$s', '%9$s', 'CSAT', 4, '2026-02-25'), ('%1$s', '%3$s', '%9$s', 'NPS', 9, '2026-02-25');
            """;

    private final TestDatabase database;
    private final UUID tenantId = NewIds.at(TestClock.START);
    private final UUID productId = NewIds.at(TestClock.START);
    private final Map<Persona, UUID> users = new EnumMap<>(Persona.class);
    private final Map<Persona, String> tokens = new EnumMap<>(Persona.class);

    /** The rep's own customer. */
    public final Records own;

    /** The colleague's: the supervisor sees it too. */
    public final Records colleagues;

    /** The outsider's, shared with the rep. */
    public final Records shared;

    /** The outsider's, shared with nobody. */
    public final Records outsiders;

    public Company(TestDatabase database, AccessTokens accessTokens) {
        this.database = database;
        String tenant = "select set_config('app.tenant_id', '%s', false);".formatted(tenantId);
        database.execute(tenant
                + "insert into tenant (id, code, name, currency, zone, language) values ('%1$s', 't%2$s', 'Company', 'CNY', 'Asia/Shanghai', 'zh-CN');"
                        .formatted(tenantId, tenantId.toString().substring(24))
                + "insert into product (tenant_id, id, code, name, currency) values ('%s', '%s', 'P1', 'Tea', 'CNY');"
                        .formatted(tenantId, productId));
        UUID root = NewIds.at(TestClock.START);
        UUID unit = NewIds.at(TestClock.START);
        UUID otherUnit = NewIds.at(TestClock.START);
        StringBuilder sql = new StringBuilder(tenant)
                .append(UNIT.formatted(tenantId, root, "null", "Company"))
                .append(UNIT.formatted(tenantId, unit, "'" + root + "'", "East"))
                .append(UNIT.formatted(tenantId, otherUnit, "'" + root + "'", "West"));
        for (Persona persona : Persona.values()) {
            UUID id = NewIds.at(TestClock.START);
            users.put(persona, id);
            sql.append(USER.formatted(
                    tenantId, id, email(persona), persona.name(), role(persona), unit(persona, root, unit, otherUnit)));
        }
        database.execute(sql.toString());
        own = customer("OWN", Persona.REP);
        colleagues = customer("COLLEAGUES", Persona.COLLEAGUE);
        shared = customer("SHARED", Persona.OUTSIDER);
        outsiders = customer("OUTSIDERS", Persona.OUTSIDER);
        run("insert into customer_share (tenant_id, user_id, customer_id) values ('%s', '%s', '%s')"
                .formatted(tenantId, user(Persona.REP), shared.customer()));
        users.forEach((persona, id) -> {
            AccessToken.Signed token = accessTokens.issue(tenantId, id, id, id).block();
            tokens.put(persona, token.value());
        });
    }

    public UUID tenantId() {
        return tenantId;
    }

    public UUID productId() {
        return productId;
    }

    public UUID user(Persona persona) {
        return users.get(persona);
    }

    /** An access token that is valid at the test clock's start. */
    public String token(Persona persona) {
        return tokens.get(persona);
    }

    /** All that there is. */
    public List<Records> customers() {
        return List.of(own, colleagues, shared, outsiders);
    }

    /** What the persona may see; what one does not own, share or lead does not exist for him. */
    public List<Records> visibleTo(Persona persona) {
        return switch (persona) {
            case REP -> List.of(own, shared);
            case COLLEAGUE -> List.of(colleagues);
            case SUPERVISOR -> List.of(own, colleagues, shared);
            case OUTSIDER, OTHER_SUPERVISOR -> List.of(shared, outsiders);
            case DIRECTOR, QA, ADMIN -> customers();
        };
    }

    /** Runs statements as the owner of the database, within this company. */
    public void run(String sql) {
        database.execute("select set_config('app.tenant_id', '%s', false);".formatted(tenantId) + sql);
    }

    /** Lets a persona work elsewhere; to be told before he sends his first request, because viewers are remembered. */
    public void moveTo(String zone, Persona persona) {
        run("update app_user set zone = '%s' where id = '%s'".formatted(zone, user(persona)));
    }

    public String email(Persona persona) {
        return persona.name().toLowerCase(Locale.ROOT) + "@" + tenantId + ".test";
    }

    /** A further customer of that owner, with one of everything. */
    public Records customer(String code, Persona owner) {
        UUID[] ids = new UUID[8];
        for (int index = 0; index < ids.length; index++) {
            ids[index] = NewIds.at(TestClock.START);
        }
        run(CUSTOMER.formatted(
                tenantId, user(owner), ids[0], ids[1], ids[2], ids[3], ids[4], ids[5], ids[6], ids[7], code));
        return new Records(ids[0], ids[1], ids[2], ids[3], ids[4], ids[5], ids[6], ids[7]);
    }

    private static String role(Persona persona) {
        return switch (persona) {
            case REP, COLLEAGUE, OUTSIDER -> "REP";
            case SUPERVISOR, OTHER_SUPERVISOR -> "SUPERVISOR";
            case DIRECTOR, QA, ADMIN -> persona.name();
        };
    }

    private static UUID unit(Persona persona, UUID root, UUID unit, UUID otherUnit) {
        return switch (persona) {
            case REP, COLLEAGUE, SUPERVISOR -> unit;
            case OUTSIDER, OTHER_SUPERVISOR -> otherUnit;
            case DIRECTOR, QA, ADMIN -> root;
        };
    }
}
