package io.revisit.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.revisit.platform.error.ApiException;
import io.revisit.platform.mutation.Input;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CustomerPatchTest {

    @Test
    void namesOnlyTheColumnsThatWereGiven() {
        assertThat(patch()).isEqualTo("{}");
        assertThat(patch("name", " 上海茶行 ")).isEqualTo("{\"name\":\"上海茶行\"}");
        assertThat(patch("tier", "VIP")).isEqualTo("{\"tier\":\"VIP\"}");
        assertThat(patch("id", "x", "idempotencyKey", "y", "expectedVersion", 1))
                .isEqualTo("{}");
    }

    @Test
    void emptiesWhatMayBeEmpty() {
        assertThat(patch("segment", null)).isEqualTo("{\"segment\":null}");
        assertThat(patch("phone", " ")).isEqualTo("{\"phone\":null}");
        assertThat(patch("email", null)).isEqualTo("{\"email\":null}");
        assertThat(patch("ownerId", null)).isEqualTo("{\"owner_id\":null}");
        assertThat(patch("tags", null)).isEqualTo("{\"tags\":[]}");
        assertThat(patch("attributes", null)).isEqualTo("{\"attributes\":{}}");
        assertThat(problem("name", null)).isEqualTo("[name] REQUIRED");
        assertThat(problem("zone", null)).isEqualTo("[zone] REQUIRED");
        assertThat(problem("tier", null)).isEqualTo("[tier] REQUIRED");
    }

    @Test
    void replacesTheAddressWhole() {
        String rest = "\"street\":null,\"city\":\"Bern\",\"region\":null,\"postal_code\":null,\"country_code\":\"CH\"";
        assertThat(patch("address", Map.of("city", "Bern", "countryCode", "CH")))
                .isEqualTo("{" + rest + "}");
        assertThat(patch("address", null)).contains("\"city\":null");
        assertThat(problem("address", Map.of("countryCode", "ch"))).isEqualTo("[address, countryCode] UNKNOWN_COUNTRY");
    }

    @Test
    void keepsAttributesAsTheyAre() {
        assertThat(patch("attributes", Map.of("a", List.of(1, "茶")))).isEqualTo("{\"attributes\":{\"a\":[1,\"茶\"]}}");
    }

    @Test
    void checksAddressesAndZones() {
        assertThat(patch("email", "wang@茶.cn")).contains("wang@茶.cn");
        assertThat(problem("email", "a@b@c")).isEqualTo("[email] NOT_AN_EMAIL");
        assertThat(problem("email", "a b@c")).isEqualTo("[email] NOT_AN_EMAIL");
        assertThat(patch("zone", "Asia/Kolkata")).isEqualTo("{\"zone\":\"Asia/Kolkata\"}");
        assertThat(problem("zone", "+08:00")).isEqualTo("[zone] UNKNOWN_ZONE");
    }

    private static String patch(@Nullable Object... namesAndValues) {
        return CustomerPatch.of(input(namesAndValues)).json();
    }

    private static String problem(@Nullable Object... namesAndValues) {
        ApiException refusal = catchThrowableOfType(ApiException.class, () -> patch(namesAndValues));
        return refusal.field() + " " + refusal.details().get("problem");
    }

    private static Input input(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            values.put(String.valueOf(namesAndValues[index]), namesAndValues[index + 1]);
        }
        return Input.of(values);
    }
}
