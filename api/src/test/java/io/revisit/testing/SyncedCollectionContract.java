package io.revisit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What holds for every collection that phones may edit: pull, push, replay, merge, permission. */
public abstract class SyncedCollectionContract extends PushTest {

    /** An edit of the customer's record of this collection. */
    protected abstract Edit edit(Records records, @Nullable Object value);

    /** The field that {@link #edit} sets. */
    protected abstract String field();

    /** Two values for it. */
    protected abstract String[] values();

    protected abstract String table();

    private Edit edit(Records records, int value) {
        Edit edit = edit(records, values()[value]);
        return edit.on(version(table(), id(edit)));
    }

    private static UUID id(Edit edit) {
        return UUID.fromString(String.valueOf(edit.body().get("recordId")));
    }

    private static String collection(Edit edit) {
        return String.valueOf(edit.body().get("collection"));
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }

    @Test
    void reachesThePhonesOfThoseWhoSeeTheCustomer() {
        Edit edit = edit(company.own, 0);

        Verdict verdict = pushOne(Persona.REP, edit);

        assertThat(verdict.status()).as("%s", verdict.json()).isEqualTo("APPLIED");
        assertThat(text(verdict.field(field()))).isEqualTo(values()[0]);
        Phone supervisor = syncedPhone(Persona.SUPERVISOR);
        assertThat(text(supervisor.find(collection(edit), id(edit)).get(field())))
                .isEqualTo(values()[0]);
        assertThat(supervisor
                        .find(collection(edit), id(edit))
                        .get("syncVersion")
                        .longValue())
                .isEqualTo(verdict.json().get("syncVersion").longValue());
        assertThat(syncedPhone(Persona.OUTSIDER).find(collection(edit), id(edit)))
                .isNull();
    }

    @Test
    void isDoneOnce() {
        Edit edit = edit(company.own, 0);
        pushOne(Persona.REP, edit);
        long version = version(table(), id(edit));

        assertThat(pushOne(Persona.REP, edit).replayed()).isTrue();
        assertThat(version(table(), id(edit))).isEqualTo(version);
    }

    @Test
    void isRefusedToThoseWhoNeverSawTheCustomer() {
        Verdict verdict = pushOne(Persona.REP, edit(company.outsiders, 0));

        assertThat(verdict.status()).isEqualTo("REJECTED");
        assertThat(verdict.error()).isIn("NOT_FOUND id", "FORBIDDEN");
        assertThat(verdict.json().get("record").isNull()).isTrue();
        assertThat(verdict.issueId()).isNotNull();
    }

    @Test
    void isRefusedToThoseWhoOnlyRead() {
        Verdict verdict = pushOne(Persona.QA, edit(company.own, 0));

        assertThat(verdict.error()).isEqualTo("FORBIDDEN");
    }

    @Test
    void meetsTheEditOfAnotherDevice() {
        Edit first = edit(company.own, 0);
        Edit second = edit(company.own, 1);
        pushOne(Persona.SUPERVISOR, first);

        Verdict verdict = pushOne(Persona.REP, second);

        assertThat(verdict.status()).as("%s", verdict.json()).isEqualTo("CONFLICT");
        assertThat(sql.text("select conflicts -> 0 ->> 'field' from sync_issue where id = ?", verdict.issueId()))
                .isEqualTo(field());
    }
}
