package io.revisit.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class LanguagesTest {

    @ParameterizedTest
    @ValueSource(strings = {"zh", "zh-CN", "zh-Hans-CN, en;q=0.5", "fr, zh-TW;q=0.8, en;q=0.1"})
    void answersInChinese(String accepted) {
        assertThat(of(accepted)).isEqualTo(Locale.SIMPLIFIED_CHINESE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-GB, zh;q=0.9", "fr", "zhx", "*", ";;;"})
    void answersInEnglish(String accepted) {
        assertThat(of(accepted)).isEqualTo(Locale.ENGLISH);
    }

    private static Locale of(String accepted) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.ACCEPT_LANGUAGE, accepted);
        return Languages.accepted(headers);
    }
}
