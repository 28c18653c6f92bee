package io.revisit.mobile.rxdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.Phone;
import io.revisit.testing.Phone.Answer;
import io.revisit.testing.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RxdbApiIT extends RxdbTest {
    private Sql sql;

    @BeforeAll
    void connect() {
        sql = new Sql(database, company.tenantId());
    }

    @Test
    void refusesWhoeverIsNotLoggedInAndWhatDoesNotExist() {
        assertThat(new Phone(port, "")
                        .post("/sync/rxdb/customer/pull", Map.of())
                        .errorCode())
                .isEqualTo("UNAUTHENTICATED");
        Phone phone = new Phone(port, newPhone(Persona.REP));
        assertThat(phone.post("/sync/rxdb/nothing/pull", Map.of()).errorCode()).isEqualTo("NOT_FOUND");
        assertThat(phone.post("/sync/rxdb/customer/pull", Map.of("limit", 0)).errorCode())
                .isEqualTo("INVALID_INPUT");
        assertThat(phone.post("/sync/rxdb/customer/push", Map.of()).errorCode()).isEqualTo("INVALID_INPUT");
    }

    @Test
    void fillsEachBatchButTheLast() {
        for (int number = 0; number < 5; number++) {
            company.customer("BATCH" + number, Persona.COLLEAGUE);
        }
        Phone phone = new Phone(port, newPhone(Persona.COLLEAGUE));
        List<Integer> sizes = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        JsonNode checkpoint = null;
        do {
            JsonNode batch = pull(phone, "Task", checkpoint, 2);
            checkpoint = batch.get("checkpoint");
            sizes.add(batch.get("documents").size());
            batch.get("documents")
                    .forEach(document -> ids.add(document.get("id").stringValue()));
        } while (sizes.get(sizes.size() - 1) >= 2);

        // Each task stands in two scopes, its customer's and its assignee's, and may come once for each.
        assertThat(ids).hasSize(6);
        assertThat(sizes).hasSizeGreaterThan(2).allMatch(size -> size <= 2);
        assertThat(pull(phone, "Task", checkpoint, 2).get("documents")).isEmpty();
    }

    @Test
    void deletesOnThePhoneWhatALostScopeTakesAlong() {
        Records customer = company.customer("LEAVING", Persona.REP);
        Phone phone = new Phone(port, newPhone(Persona.REP));
        JsonNode contacts = pull(phone, "contact", null, 100).get("checkpoint");
        JsonNode tasks = pull(phone, "task", null, 100).get("checkpoint");
        company.run("update customer set owner_id = '%s' where id = '%s'"
                .formatted(company.user(Persona.OUTSIDER), customer.customer()));
        company.run("update visit_task set closed_at = now(), state = 'CANCELLED', closing_note = 'x' where id = '%s'"
                .formatted(customer.task()));

        JsonNode left = pull(phone, "contact", contacts, 100).get("documents");
        JsonNode stayed = pull(phone, "task", tasks, 100).get("documents");

        assertThat(left).hasSize(1);
        assertThat(left.get(0).get("id").stringValue())
                .isEqualTo(customer.contact().toString());
        assertThat(left.get(0).get("_deleted").booleanValue()).isTrue();
        assertThat(stayed).hasSize(1);
        assertThat(stayed.get(0).get("_deleted").booleanValue())
                .as("his own task stands in his own scope, too")
                .isFalse();
    }

    @Test
    void doesNothingTwiceAndEveryNewEditOnce() {
        Phone phone = new Phone(port, newPhone(Persona.REP));
        ObjectNode first = human("Ann");
        assertThat(push(phone, null, first)).isEmpty();
        JsonNode stored = named(pull(phone, "human", null, 1000), first);
        ObjectNode second = ((ObjectNode) stored.deepCopy()).put("firstName", "Bea");

        assertThat(push(phone, stored, second)).isEmpty();
        company.run("update human set first_name = 'Cis' where id = '%s'".formatted(id(first)));
        assertThat(push(phone, stored, second))
                .as("the same edit after a lost answer says what it said")
                .isEmpty();
        assertThat(name(first)).isEqualTo("Cis");

        JsonNode others = named(pull(phone, "human", null, 1000), first);
        ObjectNode again = ((ObjectNode) others.deepCopy()).put("firstName", "Dot");
        ObjectNode back = ((ObjectNode) others.deepCopy()).put("firstName", "Cis");
        assertThat(push(phone, others, again)).isEmpty();
        assertThat(push(phone, again, back)).isEmpty();
        assertThat(push(phone, others, again)).isEmpty();
        assertThat(name(first))
                .as("there and back and there again are three edits")
                .isEqualTo("Dot");
    }

    @Test
    void goesOnWithARecordWhoseVersionThePhoneNeverLearned() {
        Phone phone = new Phone(port, newPhone(Persona.REP));
        ObjectNode made = human("Eve");
        push(phone, null, made);
        ObjectNode edited = made.deepCopy().put("age", 31);

        assertThat(push(phone, made, edited)).isEmpty();
        assertThat(sql.number("select age from human where id = ?", id(made))).isEqualTo(31);

        ObjectNode gone = edited.deepCopy().put("_deleted", true);
        assertThat(push(phone, edited, gone)).isEmpty();
        assertThat(sql.number("select count(*) from human where id = ?", id(made)))
                .isZero();
    }

    @Test
    void mergesWhatDoesNotTouchAndKeepsWhatLoses() {
        Phone one = new Phone(port, newPhone(Persona.REP));
        Phone two = new Phone(port, newPhone(Persona.COLLEAGUE));
        ObjectNode made = human("Fay");
        push(one, null, made);
        JsonNode base = named(pull(one, "human", null, 1000), made);
        push(two, base, ((ObjectNode) base.deepCopy()).put("firstName", "Gil"));

        assertThat(push(one, base, ((ObjectNode) base.deepCopy()).put("age", 44)))
                .isEmpty();
        JsonNode conflicts = push(one, base, ((ObjectNode) base.deepCopy()).put("firstName", "Hal"));

        assertThat(conflicts).hasSize(1);
        assertThat(conflicts.get(0).get("firstName").stringValue()).isEqualTo("Gil");
        assertThat(conflicts.get(0).get("age").intValue()).isEqualTo(44);
        assertThat(sql.number("select count(*) from sync_issue where record_id = ?", id(made)))
                .isEqualTo(1);
    }

    @Test
    void answersWhatCannotBeDoneSoThatTheQueueGoesOn() {
        Phone phone = new Phone(port, newPhone(Persona.REP));
        JsonNode products = pull(phone, "product", null, 10).get("documents");
        JsonNode product = products.get(0);
        ObjectNode unreadable = human("Ida").put("id", "none of ours");

        JsonNode readOnly =
                push(phone, "product", row(product, ((ObjectNode) product.deepCopy()).put("name", "Cheaper tea")));
        JsonNode bad = push(phone, "human", row(null, unreadable));
        JsonNode stranger = push(
                phone,
                "customer",
                row(
                        json(Map.of("id", company.outsiders.customer().toString(), "name", "x")),
                        json(Map.of("id", company.outsiders.customer().toString(), "name", "y"))));

        assertThat(readOnly.get(0).get("name")).isEqualTo(product.get("name"));
        assertThat(bad.get(0).get("_deleted").booleanValue()).isTrue();
        assertThat(stranger.get(0).get("_deleted").booleanValue()).isTrue();
        assertThat(stranger.toString()).doesNotContain("OUTSIDERS");
    }

    @Test
    void givesTheContentsOfAttachmentsOnlyWithTheirRecord() {
        Phone phone = new Phone(port, newPhone(Persona.REP));
        String digest = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
        Map<String, Object> described = Map.of("a.txt", Map.of("type", "text/plain", "length", 6, "digest", digest));
        ObjectNode owner = human("Jan");
        owner.set("_attachments", json(described));
        owner.set("_attachments_data", json(Map.of("a.txt", "aGVsbG8K")));
        ObjectNode thief = human("Kim");
        thief.set("_attachments", json(described));
        ObjectNode liar = human("Lea");
        liar.set("_attachments", json(described));
        liar.set("_attachments_data", json(Map.of("a.txt", "d29ybGQK")));

        phone.post(
                "/sync/rxdb/human/push?attachments=true", List.of(row(null, owner), row(null, thief), row(null, liar)));
        JsonNode batch = phone.post("/sync/rxdb/human/pull?attachments=true", Map.of("limit", 1000))
                .json();

        assertThat(named(batch, owner).at("/_attachments_data/a.txt").asString())
                .isEqualTo("aGVsbG8K");
        assertThat(named(batch, thief).get("_attachments")).isEmpty();
        assertThat(named(batch, liar).get("_attachments")).isEmpty();
    }

    @Test
    void reconcilesAPhoneWhoseCursorIsTooOld() {
        Phone phone = new Phone(port, newPhone(Persona.SUPERVISOR));
        Records customer = company.customer("SILENT", Persona.REP);
        JsonNode before = pull(phone, "contact", null, 1000);
        company.run("delete from contact where id = '%s'".formatted(customer.contact()));
        clock.advance(Duration.ofDays(91));
        Phone later = new Phone(port, newPhone(Persona.SUPERVISOR));

        assertThat(later.post("/sync/rxdb/contact/pull", Map.of("checkpoint", before.get("checkpoint")))
                        .errorCode())
                .isEqualTo("RESYNC_REQUIRED");
        List<List<Object>> records = new ArrayList<>();
        before.get("documents")
                .forEach(document -> records.add(List.of(
                        document.get("id").stringValue(),
                        document.get("syncVersion").longValue())));
        JsonNode differing = later.post("/sync/rxdb/contact/reconcile", Map.of("records", records))
                .json();

        assertThat(differing.get("documents")).hasSize(1);
        assertThat(differing.at("/documents/0/id").asString())
                .isEqualTo(customer.contact().toString());
        assertThat(differing.at("/documents/0/_deleted").booleanValue()).isTrue();
        assertThat(pull(later, "contact", differing.get("checkpoint"), 100).get("documents"))
                .isEmpty();
    }

    private static JsonNode pull(Phone phone, String collection, @Nullable JsonNode checkpoint, int limit) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("checkpoint", checkpoint);
        body.put("limit", limit);
        Answer answer = phone.post("/sync/rxdb/" + collection + "/pull", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode push(Phone phone, @Nullable JsonNode assumed, JsonNode document) {
        return push(phone, "human", row(assumed, document));
    }

    private static JsonNode push(Phone phone, String collection, Map<String, Object> row) {
        Answer answer = phone.post("/sync/rxdb/" + collection + "/push", List.of(row));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static Map<String, Object> row(@Nullable JsonNode assumed, JsonNode document) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("assumedMasterState", assumed);
        row.put("newDocumentState", document);
        return row;
    }

    private static JsonNode json(Object value) {
        return JsonMapper.shared().valueToTree(value);
    }

    private static ObjectNode human(String firstName) {
        return (ObjectNode) json(Map.of(
                "id",
                UUID.randomUUID().toString(),
                "passportId",
                firstName,
                "firstName",
                firstName,
                "lastName",
                "Test",
                "_deleted",
                false));
    }

    private static JsonNode named(JsonNode batch, JsonNode document) {
        for (JsonNode found : batch.get("documents")) {
            if (found.get("id").equals(document.get("id"))) {
                return found;
            }
        }
        throw new AssertionError("no " + document + " in " + batch);
    }

    private static UUID id(JsonNode document) {
        return UUID.fromString(document.get("id").stringValue());
    }

    private String name(JsonNode document) {
        return sql.text("select first_name from human where id = ?", id(document));
    }
}
