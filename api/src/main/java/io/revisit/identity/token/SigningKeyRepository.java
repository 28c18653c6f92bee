package io.revisit.identity.token;

import io.r2dbc.spi.Readable;
import io.revisit.platform.database.Actor;
import io.revisit.platform.database.Database;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Stores signing keys, which belong to the installation and to no tenant. */
@Repository
class SigningKeyRepository {
    private static final Actor NOBODY = Actor.system(new UUID(0, 0));

    private final Database database;

    SigningKeyRepository(Database database) {
        this.database = database;
    }

    private static final String FIND_ALL =
            """
            select id, algorithm, private_key, public_key, created_at, signs_from
            from signing_key order by created_at desc limit 100
            """;

    Mono<List<SigningKey>> findAll() {
        return database.readWithoutTenant(statements ->
                statements.query(FIND_ALL, SigningKeyRepository::key).collectList());
    }

    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('revisit.signing_key', 0))";

    // The very first key has nobody to wait for: it signs from its creation.
    private static final String INSERT =
            """
            insert into signing_key (id, algorithm, private_key, public_key, created_at, signs_from)
            select $1, $2, $3, $4, $5, case when exists (select from signing_key) then $6 else $5 end
            where not exists (select from signing_key where created_at > $7)
            """;

    /** Adds the key unless there is one created after {@code unlessNewerThan}; two nodes at once add one key. */
    Mono<Void> insert(SigningKey key, Instant unlessNewerThan) {
        return database.write(NOBODY, transaction -> transaction
                        .query(LOCK, row -> true)
                        .then(Mono.defer(() -> transaction.update(
                                INSERT,
                                key.id(),
                                key.algorithm(),
                                key.privateKey().getEncoded(),
                                key.publicKey().getEncoded(),
                                utc(key.createdAt()),
                                utc(key.signsFrom()),
                                utc(unlessNewerThan)))))
                .then();
    }

    private static final String DELETE_RETIRED =
            """
            delete from signing_key old
            where old.created_at < $1
              and exists (select from signing_key next where next.signs_from > old.signs_from and next.signs_from < $2)
            """;

    /** Deletes keys older than {@code createdBefore} that another one replaced before {@code replacedBefore}. */
    Mono<Long> deleteRetired(Instant createdBefore, Instant replacedBefore) {
        return database.write(
                NOBODY, transaction -> transaction.update(DELETE_RETIRED, utc(createdBefore), utc(replacedBefore)));
    }

    private static SigningKey key(Readable row) {
        return SigningKey.decode(
                row.get(0, String.class),
                row.get(1, String.class),
                row.get(2, byte[].class),
                row.get(3, byte[].class),
                row.get(4, Instant.class),
                row.get(5, Instant.class));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
