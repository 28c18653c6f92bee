package io.revisit.identity.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import io.revisit.identity.token.InvalidTokenException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AccessTokenCodecTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:30:00.250Z");
    private static final SigningKey KEY = SigningKey.generate(NOW, NOW);
    private static final SigningKey STRANGER = SigningKey.generate(NOW, NOW);
    private static final KeyRing RING = new KeyRing(List.of(KEY), NOW);
    private static final TokenSettings SETTINGS = new TokenSettings(
            "revisit",
            "revisit-api",
            Duration.ofMinutes(15),
            Duration.ofSeconds(30),
            Duration.ofDays(30),
            Duration.ofMinutes(10),
            Duration.ofDays(60),
            Duration.ofMinutes(5),
            Duration.ofSeconds(3));

    private final UUID tenantId = UUID.randomUUID();
    private final UUID userId = UUID.randomUUID();
    private final UUID sessionId = UUID.randomUUID();
    private final UUID deviceId = UUID.randomUUID();
    private final AccessTokenCodec codec = codecAt(NOW);

    @Test
    void readsWhatItSigned() {
        AccessToken.Signed signed = codec.sign(tenantId, userId, sessionId, deviceId, KEY);

        assertThat(signed.expiresAt()).isEqualTo(Instant.parse("2026-11-21T09:45:00Z"));
        assertThat(codec.verify(signed.value(), RING))
                .isEqualTo(new AccessToken(tenantId, userId, sessionId, deviceId, signed.expiresAt()));
    }

    @Test
    void staysSmall() {
        assertThat(codec.sign(tenantId, userId, sessionId, deviceId, KEY).value())
                .hasSizeLessThan(900);
    }

    @Test
    void toleratesAClockThatIsAheadByLessThanTheSkew() {
        String token = token(claims());

        assertThat(codecAt(NOW.plus(Duration.ofSeconds(15 * 60 + 29))).verify(token, RING))
                .isNotNull();
        assertRefused(Reason.EXPIRED, codecAt(NOW.plus(Duration.ofSeconds(15 * 60 + 31))), token);
    }

    @Test
    void refusesATokenWithoutSignature() {
        assertRefused(Reason.FORGED, claims().compact());
        assertRefused(Reason.FORGED, withHeader("{\"alg\":\"none\",\"kid\":\"" + KEY.id() + "\"}", ""));
        assertRefused(Reason.FORGED, withHeader("{\"alg\":\"RS256\",\"kid\":\"" + KEY.id() + "\"}", ""));
    }

    @Test
    void refusesThePublicKeyAsSharedSecret() {
        assertRefused(
                Reason.FORGED,
                claims().signWith(Keys.hmacShaKeyFor(KEY.publicKey().getEncoded()), Jwts.SIG.HS256)
                        .compact());
    }

    @Test
    void refusesAnyAlgorithmButTheKeysOwn() {
        assertRefused(
                Reason.FORGED,
                claims().signWith(KEY.privateKey(), Jwts.SIG.RS512).compact());
        assertRefused(
                Reason.FORGED,
                claims().signWith(KEY.privateKey(), Jwts.SIG.PS256).compact());
    }

    @Test
    void refusesAStrangersSignatureUnderOurKeyId() {
        assertRefused(
                Reason.FORGED,
                claims().signWith(STRANGER.privateKey(), Jwts.SIG.RS256).compact());
    }

    @Test
    void tellsAnUnknownKeyFromAForgery() {
        String token =
                codec.sign(tenantId, userId, sessionId, deviceId, STRANGER).value();

        assertRefused(Reason.UNKNOWN_KEY, token);
    }

    @Test
    void refusesATokenThatNamesNoKey() {
        assertRefused(
                Reason.FORGED,
                Jwts.builder()
                        .subject(userId.toString())
                        .signWith(KEY.privateKey(), Jwts.SIG.RS256)
                        .compact());
    }

    @Test
    void refusesAnotherIssuer() {
        assertRefused(Reason.FORGED, token(claims().issuer("somebody-else")));
    }

    @Test
    void refusesAnotherAudience() {
        assertRefused(
                Reason.FORGED,
                token(claims().audience().remove("revisit-api").add("other-api").and()));
    }

    @Test
    void refusesATokenThatNeverExpires() {
        assertRefused(Reason.FORGED, token(claims().expiration(null)));
    }

    @Test
    void refusesClaimsThatAreMissingOrNoIds() {
        assertRefused(Reason.FORGED, token(claims().claim("sid", null)));
        assertRefused(Reason.FORGED, token(claims().claim("tid", "northwind")));
        assertRefused(Reason.FORGED, token(claims().subject(null)));
    }

    @Test
    void refusesRubbish() {
        assertRefused(Reason.FORGED, "");
        assertRefused(Reason.FORGED, "..");
        assertRefused(Reason.FORGED, "a.b.c");
        assertRefused(Reason.FORGED, "x".repeat(100_000));
    }

    @Test
    void refusesAChangedClaim() {
        String[] parts = token(claims()).split("\\.");
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String changed = payload.replace(userId.toString(), UUID.randomUUID().toString());

        assertRefused(Reason.FORGED, parts[0] + "." + base64(changed) + "." + parts[2]);
    }

    private JwtBuilder claims() {
        return Jwts.builder()
                .header()
                .keyId(KEY.id())
                .and()
                .issuer("revisit")
                .audience()
                .add("revisit-api")
                .and()
                .subject(userId.toString())
                .claim("tid", tenantId.toString())
                .claim("sid", sessionId.toString())
                .claim("did", deviceId.toString())
                .issuedAt(Date.from(NOW))
                .expiration(Date.from(NOW.plus(Duration.ofMinutes(15))));
    }

    private static String token(JwtBuilder claims) {
        return claims.signWith(KEY.privateKey(), Jwts.SIG.RS256).compact();
    }

    private String withHeader(String header, String signature) {
        String payload = token(claims()).split("\\.")[1];
        return base64(header) + "." + payload + "." + signature;
    }

    private void assertRefused(Reason reason, String token) {
        assertRefused(reason, codec, token);
    }

    private static void assertRefused(Reason reason, AccessTokenCodec codec, String token) {
        assertThatExceptionOfType(InvalidTokenException.class)
                .isThrownBy(() -> codec.verify(token, RING))
                .extracting(InvalidTokenException::reason)
                .isEqualTo(reason);
    }

    private static AccessTokenCodec codecAt(Instant now) {
        return new AccessTokenCodec(SETTINGS, InstantSource.fixed(now));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
