package io.revisit.importing.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZonesTest {
    @ParameterizedTest
    @CsvSource({
        "UK,, Europe/London",
        "USA, WA, America/Los_Angeles",
        "USA, AK, America/Anchorage",
        "USA, ID, America/Boise",
        "USA, NM, America/Denver",
        "USA,, America/New_York",
        "Brazil, RJ, America/Sao_Paulo",
        "Canada, BC, America/Vancouver",
        "Canada, Québec, America/Toronto",
        "Venezuela, Lara, America/Caracas",
        "Ireland, Co. Cork, Europe/Dublin",
        "中国,, Asia/Shanghai",
        "de,, Europe/Berlin"
    })
    void knowsTheZoneOfAPlace(String country, String region, String zone) {
        assertThat(Zones.of(Countries.code(country), region)).isEqualTo(ZoneId.of(zone));
    }

    @Test
    void takesNoPostalCodeForACountry() {
        assertThat(Countries.code("28023")).isNull();
        assertThat(Countries.code("RJ")).isNull();
    }
}
