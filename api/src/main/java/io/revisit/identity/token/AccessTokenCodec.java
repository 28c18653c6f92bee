package io.revisit.identity.token;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.LocatorAdapter;
import io.revisit.identity.token.InvalidTokenException.Reason;
import java.security.Key;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Writes and checks access tokens: JWTs signed with RS256, and with nothing else. The key id decides the algorithm, the
 * token only repeats it; issuer and audience must be ours.
 */
@Component
class AccessTokenCodec {
    private static final int LONGEST = 2_000;
    private static final String TENANT = "tid";
    private static final String SESSION = "sid";
    private static final String DEVICE = "did";

    private final TokenSettings settings;
    private final InstantSource clock;
    private volatile Verifier verifier;

    AccessTokenCodec(TokenSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        // The first parser makes jjwt look for its parts in jars: now, and not on an event loop.
        this.verifier = verifier(KeyRing.EMPTY);
    }

    /** A parser is dear to build and knows its keys, so it lives as long as they do. */
    private record Verifier(KeyRing ring, JwtParser parser) {}

    /** Signing costs about a millisecond and asks for randomness: not for an event loop. */
    AccessToken.Signed sign(UUID tenantId, UUID userId, UUID sessionId, UUID deviceId, SigningKey key) {
        // A JWT counts whole seconds; the client must not be promised more than the token says.
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expiresAt = now.plus(settings.lifetime());
        String value = Jwts.builder()
                .header()
                .keyId(key.id())
                .and()
                .issuer(settings.issuer())
                .audience()
                .add(settings.audience())
                .and()
                .subject(userId.toString())
                .claim(TENANT, tenantId.toString())
                .claim(SESSION, sessionId.toString())
                .claim(DEVICE, deviceId.toString())
                .issuedAt(Date.from(now))
                .expiration(Date.from(expiresAt))
                .signWith(key.privateKey(), Jwts.SIG.RS256)
                .compact();
        return new AccessToken.Signed(value, expiresAt);
    }

    AccessToken verify(String token, KeyRing ring) {
        if (token.length() > LONGEST) {
            throw new InvalidTokenException(Reason.FORGED);
        }
        try {
            return accessToken(parserFor(ring).parseSignedClaims(token).getPayload());
        } catch (ExpiredJwtException expired) {
            // jjwt looks at the clock only after the signature held.
            throw new InvalidTokenException(Reason.EXPIRED);
        } catch (JwtException | IllegalArgumentException forged) {
            throw new InvalidTokenException(Reason.FORGED);
        }
    }

    boolean isExpired(AccessToken token) {
        return clock.instant().isAfter(token.expiresAt().plus(settings.clockSkew()));
    }

    private JwtParser parserFor(KeyRing ring) {
        Verifier current = verifier;
        if (current.ring() != ring) {
            current = verifier(ring);
            verifier = current;
        }
        return current.parser();
    }

    private Verifier verifier(KeyRing ring) {
        JwtParser parser = Jwts.parser()
                .sig()
                .clear()
                .add(Jwts.SIG.RS256)
                .and()
                .keyLocator(new PinnedKeys(ring))
                .requireIssuer(settings.issuer())
                .requireAudience(settings.audience())
                .clock(() -> Date.from(clock.instant()))
                .clockSkewSeconds(settings.clockSkew().toSeconds())
                .build();
        return new Verifier(ring, parser);
    }

    private static AccessToken accessToken(Claims claims) {
        return new AccessToken(
                UUID.fromString(present(claims.get(TENANT, String.class))),
                UUID.fromString(present(claims.getSubject())),
                UUID.fromString(present(claims.get(SESSION, String.class))),
                UUID.fromString(present(claims.get(DEVICE, String.class))),
                present(claims.getExpiration()).toInstant());
    }

    private static <T> T present(@Nullable T claim) {
        if (claim == null) {
            throw new InvalidTokenException(Reason.FORGED);
        }
        return claim;
    }

    private static final class PinnedKeys extends LocatorAdapter<Key> {
        private final KeyRing ring;

        PinnedKeys(KeyRing ring) {
            this.ring = ring;
        }

        @Override
        protected Key locate(JwsHeader header) {
            String id = header.getKeyId();
            SigningKey key = id == null ? null : ring.find(id);
            if (key == null) {
                throw new InvalidTokenException(id == null ? Reason.FORGED : Reason.UNKNOWN_KEY);
            }
            if (!key.algorithm().equals(header.getAlgorithm())) {
                throw new InvalidTokenException(Reason.FORGED);
            }
            return key.publicKey();
        }
    }
}
