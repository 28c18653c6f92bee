package io.revisit.sync.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.revisit.contract.collection.FieldType;
import io.revisit.contract.collection.MergePolicy;
import io.revisit.contract.collection.SyncedField;
import io.revisit.contract.collection.SyncedType;
import io.revisit.sync.collection.Accepts;
import io.revisit.sync.collection.Collection;
import io.revisit.sync.push.Conflict.Winner;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MergeTest {
    private static final UUID MINE = new UUID(1, 1);
    private static final UUID THEIRS = new UUID(2, 2);
    private static final OffsetDateTime AT = OffsetDateTime.parse("2026-03-02T08:00:00Z");

    private static final Collection THINGS = new Collection(
            new SyncedType(
                    "Thing",
                    "",
                    List.of("id"),
                    null,
                    1,
                    List.of(
                            field("id", MergePolicy.SERVER),
                            field("client", MergePolicy.CLIENT),
                            field("server", MergePolicy.SERVER),
                            field("ask", MergePolicy.ASK),
                            field("companion", MergePolicy.CLIENT))),
            "thing",
            Map.of(),
            Accepts.changes("client", "server", "ask", "companion").together("server", "companion"));

    private static SyncedField field(String name, MergePolicy merge) {
        return new SyncedField(name, "", FieldType.STRING, false, false, List.of(), null, merge, 1, false);
    }

    private static Stored stored() {
        return new Stored(
                Map.of("client", "now", "server", "now", "ask", "now", "companion", "now"), 9, Set.of(), false);
    }

    private static Replaced change(UUID device, String column) {
        return new Replaced(device, device, AT, Map.of(column, "base"));
    }

    private static Merge merge(Map<String, Object> sent, boolean known, Replaced... changes) {
        return Merge.of(
                THINGS, Map.copyOf(sent), stored(), new Merge.History(known, Arrays.asList(changes), MINE), false);
    }

    @Test
    void setsWhatNobodyElseChanged() {
        Merge merge = merge(Map.of("client", "new", "server", "new"), true, change(THEIRS, "ask"));

        assertThat(merge.fields()).containsOnlyKeys("client", "server");
        assertThat(merge.conflicts()).isEmpty();
    }

    @Test
    void letsEachPolicyDecide() {
        Merge merge = merge(
                Map.of("client", "new", "server", "new", "ask", "new"),
                true,
                change(THEIRS, "client"),
                change(THEIRS, "server"),
                change(THEIRS, "ask"));

        assertThat(merge.fields()).containsOnlyKeys("client");
        assertThat(merge.conflicts())
                .extracting(Conflict::field, Conflict::winner)
                .containsExactlyInAnyOrder(
                        tuple("client", Winner.MINE), tuple("server", Winner.THEIRS), tuple("ask", Winner.NOBODY));
        assertThat(merge.conflicts()).allSatisfy(conflict -> {
            assertThat(conflict.base()).isEqualTo("base");
            assertThat(conflict.mine()).isEqualTo("new");
            assertThat(conflict.theirs()).isEqualTo("now");
            assertThat(conflict.theirsBy()).isEqualTo(THEIRS);
        });
    }

    @Test
    void takesWhatStandsThereAlreadyForNoChange() {
        Merge merge = merge(Map.of("server", "now"), true, change(THEIRS, "server"));

        assertThat(merge.changesAnything()).isFalse();
        assertThat(merge.conflicts()).isEmpty();
    }

    @Test
    void countsOnlyTheLastWriterOfAField() {
        assertThat(merge(Map.of("server", "new"), true, change(THEIRS, "server"), change(MINE, "server"))
                        .conflicts())
                .isEmpty();
        assertThat(merge(Map.of("server", "new"), true, change(MINE, "server"), change(THEIRS, "server"))
                        .conflicts())
                .hasSize(1);
    }

    @Test
    void doubtsEverythingWithoutABase() {
        Merge merge = merge(Map.of("server", "new", "client", "new", "ask", "now"), false);

        assertThat(merge.fields()).containsOnlyKeys("client");
        assertThat(merge.conflicts()).extracting(Conflict::field).containsExactlyInAnyOrder("server", "client");
        assertThat(merge.conflicts()).extracting(Conflict::base).containsOnlyNulls();
    }

    @Test
    void letsFieldsFallTogether() {
        Merge merge = merge(Map.of("server", "new", "companion", "new"), true, change(THEIRS, "server"));

        assertThat(merge.fields()).isEmpty();
        assertThat(merge.conflicts()).extracting(Conflict::field).containsExactlyInAnyOrder("server", "companion");
    }

    @Test
    void neitherLetsALateEditWinNorTellsItsAuthorWhatHeMayNoLongerSee() {
        Merge merge = Merge.of(
                THINGS,
                Map.of("client", "new", "ask", "new"),
                stored(),
                new Merge.History(true, List.of(change(THEIRS, "client")), MINE),
                true);

        assertThat(merge.fields()).containsOnlyKeys("ask");
        assertThat(merge.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.winner()).isEqualTo(Winner.THEIRS);
            assertThat(conflict.mine()).isEqualTo("new");
            assertThat(conflict.theirs()).isNull();
            assertThat(conflict.theirsBy()).isNull();
        });
    }
}
