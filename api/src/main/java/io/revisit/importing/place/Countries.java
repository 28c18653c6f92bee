package io.revisit.importing.place;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Country codes (ISO 3166-1 alpha-2) by code or by English or Chinese name. */
public final class Countries {
    private static final Map<String, String> COMMON_NAMES = Map.of(
            "uk", "GB",
            "great britain", "GB",
            "england", "GB",
            "usa", "US",
            "united states of america", "US",
            "u.s.a.", "US",
            "holland", "NL",
            "czech republic", "CZ",
            "turkey", "TR",
            "korea", "KR");

    private static final Map<String, String> CODES = codes();

    private Countries() {}

    /** The code of a country, or null when nobody calls a country so. */
    public static @Nullable String code(String name) {
        return CODES.get(name.strip().toLowerCase(Locale.ROOT));
    }

    private static Map<String, String> codes() {
        Map<String, String> codes = new HashMap<>(COMMON_NAMES);
        Arrays.stream(Locale.getISOCountries()).forEach(code -> {
            Locale country = new Locale.Builder().setRegion(code).build();
            codes.put(code.toLowerCase(Locale.ROOT), code);
            for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
                codes.putIfAbsent(country.getDisplayCountry(language).toLowerCase(Locale.ROOT), code);
            }
        });
        return Map.copyOf(codes);
    }
}
