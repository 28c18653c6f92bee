package io.revisit.sync.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.revisit.contract.collection.FieldType;
import io.revisit.contract.collection.MergePolicy;
import io.revisit.contract.collection.SyncedField;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FieldValuesTest {

    private static SyncedField field(FieldType type, boolean list) {
        return new SyncedField("f", "", type, list, true, List.of("A", "B"), null, MergePolicy.SERVER, 1, false);
    }

    static List<Arguments> good() {
        return List.of(
                Arguments.of(FieldType.STRING, "x", "x"),
                Arguments.of(FieldType.ENUM, "B", "B"),
                Arguments.of(FieldType.INT, 7, 7),
                Arguments.of(FieldType.INT, 7.0, 7),
                Arguments.of(FieldType.LONG, 7, 7L),
                Arguments.of(FieldType.LONG, 9_007_199_254_740_991L, 9_007_199_254_740_991L),
                Arguments.of(FieldType.FLOAT, 7, 7.0),
                Arguments.of(FieldType.BOOLEAN, true, true),
                Arguments.of(FieldType.DATE, "2026-03-02", LocalDate.parse("2026-03-02")),
                Arguments.of(
                        FieldType.DATE_TIME,
                        "2026-03-02T08:00:00+08:00",
                        OffsetDateTime.parse("2026-03-02T08:00:00+08:00")),
                Arguments.of(FieldType.JSON, Map.of("a", 1), Map.of("a", 1)));
    }

    @ParameterizedTest
    @MethodSource("good")
    void readsWhatFits(FieldType type, Object json, Object typed) {
        assertThat(FieldValues.read(field(type, false), json)).isEqualTo(typed);
        assertThat(FieldValues.read(field(type, true), List.of(json, json))).isEqualTo(List.of(typed, typed));
    }

    static List<Arguments> bad() {
        return List.of(
                Arguments.of(FieldType.STRING, 5, "NOT_A_TEXT"),
                Arguments.of(FieldType.ENUM, "C", "UNKNOWN_CHOICE"),
                Arguments.of(FieldType.ID, "1-1-1-1-1", "NOT_A_UUID"),
                Arguments.of(FieldType.INT, 7.5, "NOT_A_WHOLE_NUMBER"),
                Arguments.of(FieldType.INT, 3_000_000_000L, "RANGE"),
                Arguments.of(FieldType.LONG, BigInteger.TWO.pow(53), "RANGE"),
                Arguments.of(FieldType.FLOAT, "7", "NOT_A_NUMBER"),
                Arguments.of(FieldType.FLOAT, Double.POSITIVE_INFINITY, "NOT_A_NUMBER"),
                Arguments.of(FieldType.BOOLEAN, "true", "NOT_A_BOOLEAN"),
                Arguments.of(FieldType.DATE, "2026-02-30", "NOT_A_DATE"),
                Arguments.of(FieldType.DATE_TIME, "2026-03-02T08:00:00", "NOT_A_TIME"),
                Arguments.of(FieldType.DATE_TIME, "3026-03-02T08:00:00Z", "RANGE"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesWhatDoesNot(FieldType type, Object json, String problem) {
        assertThat(problem(field(type, false), json)).isEqualTo(problem);
        assertThat(problem(field(type, true), List.of(json))).isEqualTo(problem);
        assertThat(problem(field(type, true), json)).isEqualTo("NOT_A_LIST");
    }

    @Test
    void refusesNothingWhereSomethingMustBe() {
        assertThat(problem(field(FieldType.STRING, false), null)).isEqualTo("REQUIRED");
        assertThat(problem(field(FieldType.STRING, true), Arrays.asList("a", null)))
                .isEqualTo("REQUIRED");
    }

    @Test
    void comparesByMeaning() {
        assertThat(FieldValues.same(7, 7.0)).isTrue();
        assertThat(FieldValues.same(
                        OffsetDateTime.parse("2026-03-02T08:00:00+08:00"),
                        OffsetDateTime.parse("2026-03-02T00:00:00Z")))
                .isTrue();
        assertThat(FieldValues.same(Map.of("a", List.of(1)), Map.of("a", List.of(1L))))
                .isTrue();
        assertThat(FieldValues.same(Map.of("a", 1), Map.of("b", 1))).isFalse();
        assertThat(FieldValues.same(null, "")).isFalse();
    }

    private static Object problem(SyncedField field, Object json) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> FieldValues.read(field, json));
        return refusal.reason().details().get("problem");
    }
}
