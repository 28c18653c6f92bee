package io.revisit.platform.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"errors.properties", "errors_zh_CN.properties"})
    void hasOneSentenceForEachCode(String file) throws IOException {
        Properties texts = new Properties();
        try (InputStream stream = getClass().getResourceAsStream("/messages/" + file)) {
            texts.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
        }

        assertThat(texts.stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ErrorCode.values()).map(Enum::name).toList());
        assertThat(texts.values()).allSatisfy(text -> assertThat((String) text).isNotBlank());
    }
}
