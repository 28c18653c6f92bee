package io.revisit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.parser.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
    @Test
    void isTheSameInJavaAndInTheSchema() throws IOException {
        String sdl;
        try (InputStream stream = getClass().getResourceAsStream("/graphql/common.graphqls")) {
            sdl = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        EnumTypeDefinition inSchema = Parser.parse(sdl).getDefinitionsOfType(EnumTypeDefinition.class).stream()
                .filter(type -> type.getName().equals("ErrorCode"))
                .findFirst()
                .orElseThrow();

        assertThat(inSchema.getEnumValueDefinitions())
                .extracting(EnumValueDefinition::getName)
                .containsExactlyElementsOf(
                        Arrays.stream(ErrorCode.values()).map(Enum::name).toList());
    }
}
