package io.revisit.testing;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An id of each type that {@code node(id)} can find, by the type's name. */
public final class NodeIds {
    private NodeIds() {}

    /** Those that belong to a customer. */
    public static Map<String, UUID> ofCustomer(Company company, Records records, TestDatabase database) {
        Map<String, UUID> ids = new LinkedHashMap<>();
        ids.put("Customer", records.customer());
        ids.put("Contact", records.contact());
        ids.put("Order", records.order());
        ids.put("Contract", records.contract());
        ids.put("Ticket", records.ticket());
        ids.put("Task", records.task());
        ids.put("Visit", records.visit());
        ids.put("Attachment", one(database, "attachment", "customer_id", records.customer()));
        ids.put("VisitRevision", one(database, "visit_revision", "visit_id", records.visit()));
        ids.put("TimelineEntry", one(database, "interaction", "customer_id", records.customer()));
        ids.put("AuditEntry", one(database, "audit_entry", "entity_id", records.customer()));
        return ids;
    }

    /** Those that belong to the company as a whole. */
    public static Map<String, UUID> ofCompany(Company company, TestDatabase database) {
        Map<String, UUID> ids = new LinkedHashMap<>();
        ids.put("Tenant", company.tenantId());
        ids.put("OrganisationUnit", one(database, "org_unit", "tenant_id", company.tenantId()));
        ids.put("User", company.user(Persona.QA));
        ids.put("Product", company.productId());
        return ids;
    }

    /** What a rep's phone sent in vain; it is his and that of those who lead him. */
    public static UUID issue(Company company, TestDatabase database) {
        company.run(
                """
                insert into sync_issue (tenant_id, author_id, device_id, mutation_id, kind, code, collection, record_id, payload)
                select tenant_id, id, id, new_id(), 'REJECTED', 'NOT_FOUND', 'Customer', new_id(),
                       jsonb_build_object('op', 'UPDATE', 'collection', 'Customer', 'recordId', new_id(), 'id', new_id(), 'author', id)
                from app_user u
                where u.id = '%s' and not exists (select from sync_issue i where i.tenant_id = u.tenant_id)
                """
                        .formatted(company.user(Persona.REP)));
        return one(database, "sync_issue", "author_id", company.user(Persona.REP));
    }

    public static List<UUID> all(Company company, TestDatabase database) {
        List<UUID> ids = new ArrayList<>(ofCompany(company, database).values());
        ids.add(issue(company, database));
        company.customers()
                .forEach(records ->
                        ids.addAll(ofCustomer(company, records, database).values()));
        return ids;
    }

    private static UUID one(TestDatabase database, String table, String column, UUID value) {
        return UUID.fromString(
                database.text("select min(id::text) from %s where %s = '%s'".formatted(table, column, value)));
    }
}
