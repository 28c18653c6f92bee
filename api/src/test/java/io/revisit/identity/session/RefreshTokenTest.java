package io.revisit.identity.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTokenTest {
    private static final UUID TENANT = UUID.fromString("11111111-2222-4333-8444-555555555555");
    private static final UUID SESSION = UUID.fromString("66666666-7777-4888-9999-aaaaaaaaaaaa");

    private final RefreshToken token = new RefreshToken(TENANT, SESSION, filled(32, 1));

    @Test
    void survivesItsEncoding() {
        RefreshToken parsed = RefreshToken.parse(token.encoded()).orElseThrow();

        assertThat(parsed.tenantId()).isEqualTo(TENANT);
        assertThat(parsed.sessionId()).isEqualTo(SESSION);
        assertThat(parsed.hash()).isEqualTo(token.hash());
        assertThat(parsed.encoded()).isEqualTo(token.encoded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "abc", "abc.def", "€"})
    void refusesAnythingElse(String text) {
        assertThat(RefreshToken.parse(text)).isEmpty();
    }

    @Test
    void refusesATokenThatIsTooLongOrCut() {
        assertThat(RefreshToken.parse(token.encoded() + "A")).isEmpty();
        assertThat(RefreshToken.parse(token.encoded().substring(1))).isEmpty();
    }

    @Test
    void givesTheSameSuccessorForTheSameSalt() {
        assertThat(token.successor(filled(32, 2)).encoded())
                .isEqualTo(token.successor(filled(32, 2)).encoded());
    }

    @Test
    void givesAnotherSuccessorForAnotherSaltOrParent() {
        RefreshToken other = new RefreshToken(TENANT, SESSION, filled(32, 9));

        assertThat(token.successor(filled(32, 2)).encoded())
                .isNotEqualTo(token.successor(filled(32, 3)).encoded())
                .isNotEqualTo(other.successor(filled(32, 2)).encoded())
                .isNotEqualTo(token.encoded());
    }

    @Test
    void keepsItsSuccessorInTheFamily() {
        RefreshToken successor = token.successor(filled(32, 2));

        assertThat(successor.tenantId()).isEqualTo(TENANT);
        assertThat(successor.sessionId()).isEqualTo(SESSION);
    }

    @Test
    void doesNotTellItsSecretInALog() {
        assertThat(token.encoded()).doesNotContain(token.toString());
        assertThat(token.toString()).isEqualTo("RefreshToken[session=" + SESSION + "]");
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
