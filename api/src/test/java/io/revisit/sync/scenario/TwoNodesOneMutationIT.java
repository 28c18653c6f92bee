package io.revisit.sync.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Edit;
import io.revisit.testing.PushTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The same mutation, or a child and its parent, are sent at the same time; all that senders share is the database. */
class TwoNodesOneMutationIT extends PushTest {
    private static final int SENDERS = 4;
    private static final int ROUNDS = 5;

    @Test
    void applyItOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            UUID visit = UUID.randomUUID();
            Edit edit = Edit.visit(visit, company.own.customer(), "topics", List.of("Once"));

            List<Verdict> verdicts = atOnce(edit, edit, edit, edit);

            assertThat(verdicts).extracting(Verdict::status).containsOnly("APPLIED");
            assertThat(verdicts).extracting(Verdict::replayed).containsOnlyOnce(false);
            assertThat(sql.number("select count(*) from visit_topic where visit_id = ?", visit))
                    .isEqualTo(1);
        }
    }

    @Test
    void neverMissEachOther() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            UUID task = UUID.randomUUID();
            Edit parent = Edit.create(
                    "Task",
                    task,
                    "customerId",
                    company.own.customer().toString(),
                    "title",
                    "T",
                    "dueAt",
                    "2026-03-05T15:00:00Z");
            Edit child = Edit.visit(UUID.randomUUID(), company.own.customer(), "taskId", task.toString());

            atOnce(child, parent);

            assertThat(pushOne(Persona.REP, child).status()).isEqualTo("APPLIED");
        }
    }

    private List<Verdict> atOnce(Edit... edits) throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try {
            CyclicBarrier together = new CyclicBarrier(edits.length);
            List<Future<Verdict>> answers = new ArrayList<>();
            for (Edit edit : edits) {
                answers.add(senders.submit(() -> {
                    together.await();
                    return pushOne(Persona.REP, edit);
                }));
            }
            List<Verdict> verdicts = new ArrayList<>();
            for (Future<Verdict> answer : answers) {
                verdicts.add(answer.get());
            }
            return verdicts;
        } finally {
            senders.shutdownNow();
        }
    }
}
