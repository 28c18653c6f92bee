package io.revisit.platform.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.revisit.platform.error.ApiException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InputTest {

    @Test
    void tellsLeftOutFromEmptied() {
        Input input = of("a", null);
        assertThat(input.has("a")).isTrue();
        assertThat(input.has("b")).isFalse();
        assertThat(input.optionalText("a", 5)).isNull();
        assertThat(input.optionalText("b", 5)).isNull();
        assertThat(Input.of(null).has("a")).isFalse();
    }

    @Test
    void stripsTextsAndCountsWhatRemainsInCharacters() {
        assertThat(of("a", "  茶 ").text("a", 1)).isEqualTo("茶");
        assertThat(of("a", "🍵🍵").text("a", 2)).isEqualTo("🍵🍵");
        assertThat(of("a", "  ").optionalText("a", 5)).isNull();
        assertThat(problem(() -> of("a", "  ").text("a", 5))).isEqualTo("[a] LENGTH");
        assertThat(problem(() -> of("a", "🍵🍵🍵").text("a", 2))).isEqualTo("[a] LENGTH");
        assertThat(problem(() -> of("a", "x\0").text("a", 5))).isEqualTo("[a] LENGTH");
        assertThat(problem(() -> of("a", null).text("a", 5))).isEqualTo("[a] REQUIRED");
    }

    @Test
    void takesIdsInTheirCanonicalFormOnly() {
        UUID id = UUID.randomUUID();
        assertThat(of("a", id.toString()).id("a")).isEqualTo(id);
        assertThat(of("a", List.of(id.toString())).ids("a", 1)).containsExactly(id);
        assertThat(of("a", null).optionalId("a")).isNull();
        assertThat(problem(() -> of("a", "1-1-1-1-1").id("a"))).isEqualTo("[a] NOT_A_UUID");
        assertThat(problem(() -> of("a", List.of("x")).ids("a", 1))).isEqualTo("[a] NOT_A_UUID");
        assertThat(problem(() -> of("a", null).id("a"))).isEqualTo("[a] REQUIRED");
    }

    @Test
    void keepsNumbersInTheirRange() {
        assertThat(of("a", 5).optionalNumber("a", 1, 5)).isEqualTo(5);
        assertThat(of("a", null).optionalNumber("a", 1, 5)).isNull();
        assertThat(of("a", null).optionalNumber("a")).isNull();
        assertThat(of("a", 7).optionalNumber("a")).isEqualTo(7);
        assertThat(of("a", -90.0).optionalDecimal("a", -90, 90)).isEqualTo(-90.0);
        assertThat(problem(() -> of("a", 6).optionalNumber("a", 1, 5))).isEqualTo("[a] RANGE");
        assertThat(problem(() -> of("a", Double.NaN).optionalDecimal("a", 0, 1)))
                .isEqualTo("[a] RANGE");
        assertThat(problem(() -> of("a", null).number("a"))).isEqualTo("[a] REQUIRED");
    }

    @Test
    void limitsLists() {
        assertThat(of("a", null).texts("a", 2, 5)).isEmpty();
        assertThat(of("a", List.of(" x ", "y")).texts("a", 2, 5)).containsExactly("x", "y");
        assertThat(problem(() -> of("a", List.of("x", "y", "z")).texts("a", 2, 5)))
                .isEqualTo("[a] TOO_MANY");
        assertThat(problem(() -> of("a", List.of("x", " ")).texts("a", 2, 5))).isEqualTo("[a] LENGTH");
    }

    @Test
    void measuresJsonInBytesWithItsNumbersWrittenOut() {
        assertThat(of("a", null).json("a", 9)).isEqualTo("{}");
        assertThat(of("a", Map.of("b", 1.5)).json("a", 9)).isEqualTo("{\"b\":1.5}");
        assertThat(of("a", Map.of("b", "茶")).json("a", 11)).isEqualTo("{\"b\":\"茶\"}");
        assertThat(problem(() -> of("a", Map.of("b", "茶")).json("a", 10))).isEqualTo("[a] TOO_LARGE");
        assertThat(problem(() -> of("a", Map.of("b", 1e300)).json("a", 300))).isEqualTo("[a] TOO_LARGE");
        assertThat(problem(() -> of("a", Map.of("b", Double.POSITIVE_INFINITY)).json("a", 99)))
                .isEqualTo("[a] TOO_LARGE");
        BigDecimal huge = new BigDecimal("1e999999999");
        assertThat(problem(() -> of("a", Map.of("b", huge)).json("a", 99))).isEqualTo("[a] TOO_LARGE");
        assertThat(problem(() -> of("a", Map.of("b", "x\0")).json("a", 99))).isEqualTo("[a] TOO_LARGE");
        assertThat(problem(() -> of("a", List.of()).json("a", 99))).isEqualTo("[a] NOT_AN_OBJECT");
    }

    @Test
    void namesThePathOfFieldsWithin() {
        Input inner = of("outer", Map.of("a", "xx")).object("outer");
        assertThat(problem(() -> inner.text("a", 1))).isEqualTo("[outer, a] LENGTH");
        assertThat(of("outer", null).object("outer")).isNull();
        assertThat(of("a", true).flag("a")).isTrue();
        assertThat(of("a", null).flag("a")).isFalse();
    }

    private static String problem(ThrowingCallable call) {
        ApiException refusal = catchThrowableOfType(ApiException.class, call);
        return refusal.field() + " " + refusal.details().get("problem");
    }

    private static Input of(String field, @Nullable Object value) {
        return Input.of(new HashMap<>(Collections.singletonMap(field, value)));
    }
}
