package io.revisit.identity.token;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.UUID;

/** A key pair that signs access tokens from an instant on, always with the one algorithm it was made for. */
record SigningKey(
        String id, String algorithm, PrivateKey privateKey, PublicKey publicKey, Instant createdAt, Instant signsFrom) {

    static final String RS256 = "RS256";
    private static final int BITS = 2048;

    /** Takes a tenth of a second or more, and waits for randomness. */
    static SigningKey generate(Instant createdAt, Instant signsFrom) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            KeyPair pair = generator.generateKeyPair();
            return new SigningKey(
                    UUID.randomUUID().toString(), RS256, pair.getPrivate(), pair.getPublic(), createdAt, signsFrom);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has RSA", impossible);
        }
    }

    /** From PKCS #8 and X.509 SubjectPublicKeyInfo, as a key is stored. */
    static SigningKey decode(
            String id, String algorithm, byte[] privateKey, byte[] publicKey, Instant createdAt, Instant signsFrom) {
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            return new SigningKey(
                    id,
                    algorithm,
                    factory.generatePrivate(new PKCS8EncodedKeySpec(privateKey)),
                    factory.generatePublic(new X509EncodedKeySpec(publicKey)),
                    createdAt,
                    signsFrom);
        } catch (GeneralSecurityException damaged) {
            throw new IllegalStateException("Signing key " + id + " cannot be read", damaged);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[" + id + ", signsFrom=" + signsFrom + "]";
    }
}
