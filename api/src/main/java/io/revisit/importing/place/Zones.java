package io.revisit.importing.place;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The time zone of a country and region, from {@code importing/zones.csv}; a country's first line is its usual zone. */
public final class Zones {
    private static final Map<String, ZoneId> ZONES = read();

    private Zones() {}

    /** The zone of a region, else its country's usual one, else null. */
    public static @Nullable ZoneId of(@Nullable String countryCode, @Nullable String region) {
        if (countryCode == null) {
            return null;
        }
        ZoneId exact = region == null ? null : ZONES.get(key(countryCode, region));
        return exact != null ? exact : ZONES.get(key(countryCode, ""));
    }

    private static String key(String countryCode, String region) {
        return countryCode + "/" + region.strip().toLowerCase(Locale.ROOT);
    }

    private static Map<String, ZoneId> read() {
        try (InputStream content = Objects.requireNonNull(Zones.class.getResourceAsStream("/importing/zones.csv"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .collect(Collectors.toUnmodifiableMap(
                            cells -> key(cells[0], cells[1]), cells -> ZoneId.of(cells[2])));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
