package io.revisit.customer;

import io.revisit.platform.mutation.Input;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The columns of a customer that a change names, checked; a column of null is emptied. */
final class CustomerPatch {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final int MOST_ATTRIBUTE_BYTES = 32_768;

    private final Map<String, @Nullable Object> columns = new LinkedHashMap<>();

    private CustomerPatch() {}

    static CustomerPatch of(Input input) {
        CustomerPatch patch = new CustomerPatch();
        if (input.has("name")) {
            patch.columns.put("name", input.text("name", 200));
        }
        if (input.has("tier")) {
            patch.columns.put("tier", input.choice("tier"));
        }
        patch.text(input, "segment", 64).text(input, "industry", 64).text(input, "phone", 64);
        if (input.has("email")) {
            patch.columns.put("email", input.optionalEmail("email"));
        }
        if (input.has("zone")) {
            patch.columns.put("zone", zone(input));
        }
        if (input.has("address")) {
            patch.address(input.object("address"));
        }
        if (input.has("ownerId")) {
            patch.columns.put("owner_id", input.optionalId("ownerId"));
        }
        if (input.has("tags")) {
            patch.columns.put("tags", input.texts("tags", 50, 64));
        }
        if (input.has("interests")) {
            patch.columns.put("interests", input.texts("interests", 50, 100));
        }
        if (input.has("attributes")) {
            patch.columns.put("attributes", JSON.readTree(input.json("attributes", MOST_ATTRIBUTE_BYTES)));
        }
        return patch;
    }

    String json() {
        return JSON.writeValueAsString(columns);
    }

    private CustomerPatch text(Input input, String field, int longest) {
        if (input.has(field)) {
            columns.put(field, input.optionalText(field, longest));
        }
        return this;
    }

    private void address(@Nullable Input given) {
        Input address = given == null ? Input.of(null) : given;
        columns.put("street", address.optionalText("street", 300));
        columns.put("city", address.optionalText("city", 100));
        columns.put("region", address.optionalText("region", 100));
        columns.put("postal_code", address.optionalText("postalCode", 20));
        String country = address.optionalText("countryCode", 2);
        if (country != null && !COUNTRIES.contains(country)) {
            throw address.refuse("countryCode", "UNKNOWN_COUNTRY");
        }
        columns.put("country_code", country);
    }

    private static String zone(Input input) {
        String zone = input.text("zone", 64);
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            throw input.refuse("zone", "UNKNOWN_ZONE");
        }
        return zone;
    }
}
