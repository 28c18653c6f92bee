package io.revisit.identity.session;

import io.r2dbc.spi.Readable;
import io.revisit.platform.database.Statements;
import io.revisit.platform.database.Transaction;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Stores devices, sessions and the hashes of their refresh tokens. */
@Repository
class SessionRepository {

    /** What is known of a refresh token; when it was spent and what it was spent for are null until then. */
    record StoredToken(@Nullable Instant spentAt, @Nullable RefreshToken successor, boolean successorUnspent) {}

    private static final String SAVE_DEVICE =
            """
            insert into device (tenant_id, id, user_id, name, platform, app_version, last_seen_at)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (tenant_id, id) do update
            set user_id = excluded.user_id, name = excluded.name, platform = excluded.platform,
                app_version = excluded.app_version, last_seen_at = excluded.last_seen_at
            """;

    /** Registers the device; one that somebody else of the tenant used is his from now on. */
    Mono<Void> saveDevice(Transaction transaction, UUID userId, LoginDevice device) {
        return transaction
                .update(
                        SAVE_DEVICE,
                        transaction.actor().tenantId(),
                        device.id(),
                        userId,
                        device.name(),
                        device.platform(),
                        Statements.nullable(device.appVersion(), String.class),
                        utc(transaction.now()))
                .then();
    }

    private static final String INSERT_SESSION =
            """
            insert into session (tenant_id, user_id, device_id, expires_at) values ($1, $2, $3, $4) returning id
            """;

    Mono<Session> insertSession(Transaction transaction, UUID userId, UUID deviceId, Instant expiresAt) {
        UUID tenantId = transaction.actor().tenantId();
        return transaction.queryOne(
                INSERT_SESSION,
                row -> new Session(tenantId, row.get(0, UUID.class), userId, deviceId),
                tenantId,
                userId,
                deviceId,
                utc(expiresAt));
    }

    private static final String INSERT_TOKEN =
            "insert into refresh_token (tenant_id, session_id, hash) values ($1, $2, $3)";

    Mono<Void> insertToken(Transaction transaction, RefreshToken token) {
        return transaction
                .update(INSERT_TOKEN, token.tenantId(), token.sessionId(), token.hash())
                .then();
    }

    private static final String LOCK_LIVING_SESSION =
            """
            select s.tenant_id, s.id, s.user_id, s.device_id
            from session s
            join app_user u on u.tenant_id = s.tenant_id and u.id = s.user_id
            where s.tenant_id = $1 and s.id = $2 and s.ended_at is null and s.expires_at > $3 and u.active
            for update of s
            """;

    /** The session, locked until the transaction ends; nothing when it has ended, or its user may not log in. */
    Mono<Session> lockLivingSession(Transaction transaction, UUID sessionId) {
        return transaction.queryOne(
                LOCK_LIVING_SESSION,
                row -> new Session(
                        row.get(0, UUID.class), row.get(1, UUID.class), row.get(2, UUID.class), row.get(3, UUID.class)),
                transaction.actor().tenantId(),
                sessionId,
                utc(transaction.now()));
    }

    private static final String FIND_TOKEN =
            """
            select t.spent_at, t.successor_salt, next.hash is not null and next.spent_at is null
            from refresh_token t
            left join refresh_token next on next.tenant_id = t.tenant_id and next.session_id = t.session_id
                                        and next.hash = t.successor_hash
            where t.tenant_id = $1 and t.session_id = $2 and t.hash = $3
            """;

    Mono<StoredToken> findToken(Transaction transaction, RefreshToken token) {
        return transaction.queryOne(
                FIND_TOKEN, row -> storedToken(token, row), token.tenantId(), token.sessionId(), token.hash());
    }

    private static final String SPEND_TOKEN =
            """
            update refresh_token set spent_at = $4, successor_salt = $5, successor_hash = $6
            where tenant_id = $1 and session_id = $2 and hash = $3
            """;

    Mono<Void> spendToken(Transaction transaction, RefreshToken token, byte[] salt, RefreshToken successor) {
        return transaction
                .update(
                        SPEND_TOKEN,
                        token.tenantId(),
                        token.sessionId(),
                        token.hash(),
                        utc(transaction.now()),
                        salt,
                        successor.hash())
                .then();
    }

    private static final String EXTEND_SESSION =
            """
            with extended as (update session set expires_at = $3 where tenant_id = $1 and id = $2
                              returning tenant_id, device_id)
            update device d set last_seen_at = $4 from extended e where d.tenant_id = e.tenant_id and d.id = e.device_id
            """;

    Mono<Void> extendSession(Transaction transaction, Session session, Instant expiresAt) {
        return transaction
                .update(EXTEND_SESSION, session.tenantId(), session.id(), utc(expiresAt), utc(transaction.now()))
                .then();
    }

    // Written once for each way to say which sessions, so that each statement uses its index.
    private static final String END_SESSION =
            """
            update session set ended_at = $3, end_reason = $4
            where tenant_id = $1 and id = $2 and ended_at is null returning id
            """;

    private static final String END_SESSIONS_OF_USER =
            """
            update session set ended_at = $3, end_reason = $4
            where tenant_id = $1 and user_id = $2 and ended_at is null returning id
            """;

    private static final String END_SESSIONS_OF_DEVICE =
            """
            update session set ended_at = $3, end_reason = $4
            where tenant_id = $1 and device_id = $2 and ended_at is null returning id
            """;

    private static final String END_SESSIONS_OF_UNSEEN_DEVICES =
            """
            update session set ended_at = $3, end_reason = 'TOO_MANY_DEVICES'
            where tenant_id = $1 and user_id = $2 and ended_at is null
              and device_id in (
                  select d.id from device d
                  where d.tenant_id = $1 and d.user_id = $2
                    and exists (select from session s where s.tenant_id = d.tenant_id and s.device_id = d.id
                                                        and s.user_id = d.user_id and s.ended_at is null and s.expires_at > $3)
                  order by d.last_seen_at desc, d.id desc offset $4)
            returning id
            """;

    /** Keeps the user logged in on this many devices, those that were seen last. */
    Mono<List<UUID>> endSessionsOfUnseenDevices(Transaction transaction, UUID userId, int kept) {
        return transaction
                .query(
                        END_SESSIONS_OF_UNSEEN_DEVICES,
                        row -> row.get(0, UUID.class),
                        transaction.actor().tenantId(),
                        userId,
                        utc(transaction.now()),
                        kept)
                .collectList();
    }

    Mono<List<UUID>> endSession(Transaction transaction, UUID sessionId, EndReason reason) {
        return end(transaction, END_SESSION, sessionId, reason);
    }

    Mono<List<UUID>> endSessionsOfUser(Transaction transaction, UUID userId, EndReason reason) {
        return end(transaction, END_SESSIONS_OF_USER, userId, reason);
    }

    Mono<List<UUID>> endSessionsOfDevice(Transaction transaction, UUID deviceId, EndReason reason) {
        return end(transaction, END_SESSIONS_OF_DEVICE, deviceId, reason);
    }

    private static Mono<List<UUID>> end(Transaction transaction, String sql, UUID id, EndReason reason) {
        return transaction
                .query(
                        sql,
                        row -> row.get(0, UUID.class),
                        transaction.actor().tenantId(),
                        id,
                        utc(transaction.now()),
                        reason.name())
                .collectList();
    }

    private static StoredToken storedToken(RefreshToken token, Readable row) {
        byte[] salt = row.get(1, byte[].class);
        return new StoredToken(
                row.get(0, Instant.class),
                salt == null ? null : token.successor(salt),
                Boolean.TRUE.equals(row.get(2, Boolean.class)));
    }

    private static Object utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
