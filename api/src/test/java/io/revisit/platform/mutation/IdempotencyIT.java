package io.revisit.platform.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.GraphQl;
import io.revisit.testing.GraphQl.Answer;
import io.revisit.testing.Mutation;
import io.revisit.testing.Mutation.Outcome;
import io.revisit.testing.MutationApiTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A mutation that is sent again is answered again and not done again. */
class IdempotencyIT extends MutationApiTest {

    @Test
    void theSameAgainIsAnsweredWithTheSameObject() {
        Mutation create = create();
        Outcome first = send(Persona.REP, create);
        Outcome second = send(Persona.REP, create);
        assertThat(first.replayed()).isFalse();
        assertThat(second.replayed()).isTrue();
        assertThat(second.verdict()).isEqualTo("DONE");
        assertThat(second.text("/id")).isEqualTo(first.text("/id"));
        assertThat(created()).isEqualTo(1);
    }

    @Test
    void anotherRequestUnderTheSameKeyIsRefused() {
        Mutation create = create();
        Outcome first = send(Persona.REP, create);
        assertThat(verdict(Persona.REP, create.with("title", "Something else"))).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        Mutation start = Mutation.of("startTask", "id", first.text("/id"))
                .with("idempotencyKey", create.input().get("idempotencyKey"));
        assertThat(verdict(Persona.REP, start)).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(send(Persona.REP, create).replayed()).isTrue();
        assertThat(created()).isEqualTo(1);
    }

    @Test
    void twoMutationsOfEqualInputAreNotTheSame() {
        Mutation excuse = Mutation.of("excuseTask", "id", company.own.task(), "reason", "Holiday");
        assertThat(verdict(Persona.SUPERVISOR, excuse)).isEqualTo("DONE");
        assertThat(verdict(Persona.SUPERVISOR, new Mutation("cancelTask", excuse.input())))
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void keysOfDifferentUsersHaveNothingToDoWithEachOther() {
        Mutation create = create();
        assertThat(send(Persona.REP, create).replayed()).isFalse();
        assertThat(send(Persona.SUPERVISOR, create).replayed()).isFalse();
        assertThat(created()).isEqualTo(2);
        Mutation theirs = create.with("customerId", otherCompany().own.customer());
        Outcome other = theirs.send(anonymous().as(otherCompany().token(Persona.REP)));
        assertThat(other.verdict()).isEqualTo("DONE");
        assertThat(other.replayed()).isFalse();
    }

    @Test
    void refusalsAreRememberedToo() {
        Mutation start = Mutation.of("startTask", "id", company.colleagues.task());
        assertThat(verdict(Persona.REP, start)).isEqualTo("NOT_FOUND id");
        sql.run(
                "update visit_task set assignee_id = ? where id = ?",
                company.user(Persona.REP),
                company.colleagues.task());
        Outcome again = send(Persona.REP, start);
        assertThat(again.verdict()).isEqualTo("NOT_FOUND id");
        assertThat(again.replayed()).isTrue();
        assertThat(verdict(Persona.REP, start.again())).isEqualTo("DONE");
    }

    @Test
    void aRememberedRefusalKeepsItsDetails() {
        Mutation update = Mutation.of("updateCustomer", "id", company.own.customer(), "expectedVersion", 9);
        assertThat(send(Persona.REP, update).details().at("/version").asInt()).isEqualTo(1);
        assertThat(send(Persona.REP, update).details().at("/version").asInt()).isEqualTo(1);
    }

    @Test
    void ofTwentyAtOnceOneIsCarriedOut() throws Exception {
        Mutation create = create();
        int senders = 20;
        CountDownLatch ready = new CountDownLatch(senders);
        ExecutorService threads = Executors.newFixedThreadPool(senders);
        List<Future<Outcome>> answers = new ArrayList<>();
        for (int sender = 0; sender < senders; sender++) {
            answers.add(threads.submit(() -> {
                ready.countDown();
                ready.await();
                return send(Persona.REP, create);
            }));
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<Outcome> answer : answers) {
            outcomes.add(answer.get());
        }
        threads.shutdown();
        assertThat(outcomes).extracting(Outcome::verdict).containsOnly("DONE");
        assertThat(outcomes.stream().filter(Outcome::replayed)).hasSize(senders - 1);
        assertThat(outcomes.stream().map(outcome -> outcome.text("/id")).distinct())
                .hasSize(1);
        assertThat(created()).isEqualTo(1);
    }

    @Test
    void aFaultOfOursIsNotRemembered() {
        Mutation create = create();
        sql.run(
                "create function break_down() returns trigger language plpgsql as 'begin raise exception ''broken''; end'");
        sql.run("create trigger break_down before insert on visit_task for each row execute function break_down()");
        try {
            Outcome broken = send(Persona.REP, create);
            assertThat(broken.verdict()).isEqualTo("INTERNAL_ERROR");
            assertThat(broken.answer().body().at("/errors/0/extensions/traceId").asString())
                    .isNotBlank();
            assertThat(broken.answer().body().toString()).doesNotContain("broken");
        } finally {
            sql.run("drop function break_down() cascade");
        }
        Outcome retried = send(Persona.REP, create);
        assertThat(retried.verdict()).isEqualTo("DONE");
        assertThat(retried.replayed()).isFalse();
        assertThat(created()).isEqualTo(1);
    }

    @Test
    void theOrderOfFieldsDoesNotMatter() {
        Mutation create = create().with("reason", "Boxes");
        Map<String, @Nullable Object> backwards = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(create.input().keySet());
        for (int index = names.size() - 1; index >= 0; index--) {
            backwards.put(names.get(index), create.input().get(names.get(index)));
        }
        send(Persona.REP, create);
        assertThat(send(Persona.REP, new Mutation("createTask", backwards)).replayed())
                .isTrue();
    }

    @Test
    void literalsAndVariablesAreTheSame() {
        String key = UUID.randomUUID().toString();
        Map<String, Object> answers = Map.of("seats", 40, "ratio", 1.5, "tags", List.of("a"), "open", true);
        Map<String, Object> location = Map.of("latitude", 31, "longitude", 121.5);
        Mutation visit = Mutation.of("recordVisit", "idempotencyKey", key, "customerId", company.own.customer())
                .with("channel", "PHONE", "outcome", "OBJECTIVE_MET", "startedAt", "2026-03-02T07:00:00Z")
                .with("csat", 4, "answers", answers, "location", location);
        Outcome first = send(Persona.REP, visit);
        assertThat(first.verdict()).isEqualTo("DONE");
        String literal =
                """
                mutation { recordVisit(input: {
                  location: {longitude: 121.5, latitude: 31.0}, csat: 4, startedAt: "2026-03-02T07:00:00Z"
                  answers: {open: true, tags: ["a"], ratio: 1.5, seats: 40}
                  outcome: OBJECTIVE_MET, channel: PHONE, customerId: "%s", idempotencyKey: "%s"
                }) { %s } }
                """
                        .formatted(company.own.customer(), key, visit.selection());
        Answer answer = as(Persona.REP).send(literal);
        assertThat(new Outcome("recordVisit", "visit", answer).verdict()).isEqualTo("DONE");
        assertThat(new Outcome("recordVisit", "visit", answer).replayed()).isTrue();
    }

    @Test
    void aReplayShowsTheObjectAsItIsToday() {
        Mutation create = create();
        String id = send(Persona.REP, create).text("/id");
        send(Persona.REP, Mutation.of("startTask", "id", id));
        assertThat(send(Persona.REP, create).text("/state")).isEqualTo("IN_PROGRESS");
        sql.run(
                "update visit_task set assignee_id = ? where id = ?",
                company.user(Persona.COLLEAGUE),
                UUID.fromString(id));
        sql.run("update customer set owner_id = null where id = ?", company.own.customer());
        sql.run(
                "update visit_task set assignee_id = ? where customer_id = ?",
                company.user(Persona.COLLEAGUE),
                company.own.customer());
        Outcome hidden = send(Persona.REP, create);
        assertThat(hidden.replayed()).isTrue();
        assertThat(hidden.at("").isNull()).isTrue();
    }

    @Test
    void keysHaveBounds() {
        Mutation create = create();
        String refused = "INVALID_INPUT idempotencyKey LENGTH";
        assertThat(verdict(Persona.REP, create.with("idempotencyKey", " "))).isEqualTo(refused);
        assertThat(verdict(Persona.REP, create.with("idempotencyKey", "x".repeat(201))))
                .isEqualTo(refused);
        assertThat(verdict(Persona.REP, create.with("idempotencyKey", "a\0b"))).isEqualTo(refused);
        assertThat(verdict(Persona.REP, create.with("idempotencyKey", "x".repeat(200))))
                .isEqualTo("DONE");
        assertThat(verdict(Persona.REP, create.without("idempotencyKey"))).isEqualTo("BAD_REQUEST");
    }

    @Test
    void refusalsSpeakTheViewersLanguage() {
        sql.run("update app_user set language = 'zh-CN' where id = ?", company.user(Persona.COLLEAGUE));
        Mutation start = Mutation.of("startTask", "id", company.own.task());
        assertThat(send(Persona.COLLEAGUE, start).message()).isEqualTo("该内容不存在，或您无权查看。");
        assertThat(send(Persona.COLLEAGUE, start).message()).isEqualTo("该内容不存在，或您无权查看。");
        assertThat(send(Persona.OUTSIDER, start).message()).isEqualTo("This does not exist, or you may not see it.");
    }

    @Test
    void twoMutationsInOneRequestHaveAKeyEach() {
        Mutation create = create();
        GraphQl rep = as(Persona.REP);
        String document =
                """
                mutation ($input: CreateTaskInput!) {
                  first: createTask(input: $input) { task { id } replayed }
                  second: createTask(input: $input) { task { id } replayed }
                }
                """;
        Answer answer = rep.send(document, Map.of("input", create.input()));
        assertThat(answer.at("/first/replayed").asBoolean()).isFalse();
        assertThat(answer.at("/second/replayed").asBoolean()).isTrue();
        assertThat(answer.at("/second/task/id")).isEqualTo(answer.at("/first/task/id"));
    }

    private long created() {
        return sql.number(
                "select count(*) from visit_task where tenant_id = ? and origin = 'MANUAL'", company.tenantId());
    }

    private Mutation create() {
        return Mutation.of(
                "createTask",
                "customerId",
                company.own.customer(),
                "title",
                "Call back",
                "dueAt",
                "2026-03-05T15:00:00Z");
    }
}
