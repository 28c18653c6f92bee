package io.revisit.identity.session;

import io.revisit.contract.ErrorCode;
import io.revisit.identity.authentication.SessionViewers;
import io.revisit.identity.session.SessionRenewal.Outcome;
import io.revisit.identity.token.AccessTokens;
import io.revisit.platform.database.Actor;
import io.revisit.platform.database.Database;
import io.revisit.platform.database.Transaction;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.security.Viewer;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Opens, renews and ends sessions; the end is felt at once on this node, soon on the others. */
@Service
@EnableConfigurationProperties(SessionSettings.class)
public class Sessions {
    private final Database database;
    private final SessionRepository repository;
    private final SessionRenewal renewal;
    private final AccessTokens accessTokens;
    private final SessionViewers viewers;
    private final SessionSettings settings;
    private final SecureRandom random = new SecureRandom();

    Sessions(
            Database database,
            SessionRepository repository,
            SessionRenewal renewal,
            AccessTokens accessTokens,
            SessionViewers viewers,
            SessionSettings settings) {
        this.database = database;
        this.repository = repository;
        this.renewal = renewal;
        this.accessTokens = accessTokens;
        this.viewers = viewers;
        this.settings = settings;
    }

    /** Logs a user in whose password was checked; whoever was logged in on the device before is not any more. */
    public Mono<SessionTokens> open(UUID tenantId, UUID userId, LoginDevice device, String requestId) {
        Actor actor = new Actor(tenantId, userId, device.id(), requestId);
        return randomBytes(RefreshToken.SECRET_BYTES)
                .flatMap(secret -> database.write(actor, transaction -> open(transaction, userId, device, secret)))
                .doOnNext(opened -> viewers.forget(opened.formerSessions()))
                .flatMap(opened -> tokens(opened.session(), opened.token()));
    }

    private record Opened(Session session, RefreshToken token, List<UUID> formerSessions) {
        Opened andEnded(List<UUID> others) {
            return new Opened(
                    session,
                    token,
                    Stream.concat(formerSessions.stream(), others.stream()).toList());
        }
    }

    private Mono<Opened> open(Transaction transaction, UUID userId, LoginDevice device, byte[] secret) {
        // The device comes first: its row makes two logins on it take turns.
        return repository
                .saveDevice(transaction, userId, device)
                .then(Mono.defer(
                        () -> repository.endSessionsOfDevice(transaction, device.id(), EndReason.LOGGED_IN_AGAIN)))
                .flatMap(former -> repository
                        .insertSession(
                                transaction,
                                userId,
                                device.id(),
                                transaction.now().plus(settings.idleLifetime()))
                        .map(session -> new Opened(
                                session, new RefreshToken(session.tenantId(), session.id(), secret), former)))
                .flatMap(opened ->
                        repository.insertToken(transaction, opened.token()).thenReturn(opened))
                .flatMap(opened -> repository
                        .endSessionsOfUnseenDevices(transaction, userId, settings.devicesPerUser())
                        .map(opened::andEnded));
    }

    /** Spends a refresh token for the next one; INVALID_REFRESH_TOKEN when that is not possible. */
    public Mono<SessionTokens> refresh(String encoded, String requestId) {
        return Mono.justOrEmpty(RefreshToken.parse(encoded))
                .flatMap(token -> refresh(token, requestId))
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.INVALID_REFRESH_TOKEN)));
    }

    private Mono<SessionTokens> refresh(RefreshToken token, String requestId) {
        Actor actor = new Actor(token.tenantId(), null, null, requestId);
        return randomBytes(RefreshToken.SALT_BYTES)
                .flatMap(salt -> database.write(actor, transaction -> renewal.renew(transaction, token, salt)))
                .flatMap(this::answer);
    }

    // A betrayed session has to stay ended, so its refusal may not be thrown before the transaction has committed.
    private Mono<SessionTokens> answer(Outcome outcome) {
        viewers.forget(outcome.endedSessions());
        Session session = outcome.session();
        RefreshToken successor = outcome.successor();
        return session == null || successor == null ? Mono.empty() : tokens(session, successor);
    }

    /** Ends the viewer's session, or all of his on every device; answers how many. */
    public Mono<Integer> end(Viewer viewer, boolean allDevices, String requestId) {
        return database.write(
                        viewer.actor(requestId),
                        transaction -> allDevices
                                ? repository.endSessionsOfUser(transaction, viewer.userId(), EndReason.LOGOUT)
                                : repository.endSession(transaction, viewer.sessionId(), EndReason.LOGOUT))
                .doOnNext(viewers::forget)
                .map(List::size);
    }

    private Mono<SessionTokens> tokens(Session session, RefreshToken refreshToken) {
        return accessTokens
                .issue(session.tenantId(), session.userId(), session.id(), session.deviceId())
                .map(access -> new SessionTokens(access.value(), refreshToken.encoded(), access.expiresAt()));
    }

    // The operating system's randomness is read from a file.
    private Mono<byte[]> randomBytes(int length) {
        return Mono.fromCallable(() -> {
                    byte[] bytes = new byte[length];
                    random.nextBytes(bytes);
                    return bytes;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }
}
