package io.revisit.identity.session;

import io.revisit.identity.session.SessionRepository.StoredToken;
import io.revisit.platform.database.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Decides what becomes of a refresh token that is presented. Each is spent once; whoever shows a spent one again either
 * missed the answer a moment ago, and gets the same answer, or holds a stolen copy, and the session ends for both.
 */
@Component
class SessionRenewal {
    private final SessionRepository repository;
    private final SessionSettings settings;

    SessionRenewal(SessionRepository repository, SessionSettings settings) {
        this.repository = repository;
        this.settings = settings;
    }

    /** What came of it; without a successor the token was refused, and some sessions may have ended. */
    record Outcome(@Nullable Session session, @Nullable RefreshToken successor, List<UUID> endedSessions) {
        static final Outcome REFUSED = new Outcome(null, null, List.of());
    }

    Mono<Outcome> renew(Transaction transaction, RefreshToken token, byte[] salt) {
        return repository
                .lockLivingSession(transaction, token.sessionId())
                .flatMap(session -> repository
                        .findToken(transaction, token)
                        .flatMap(stored -> renew(transaction, session, token, stored, salt)))
                .defaultIfEmpty(Outcome.REFUSED);
    }

    private Mono<Outcome> renew(
            Transaction transaction, Session session, RefreshToken token, StoredToken stored, byte[] salt) {
        Instant spentAt = stored.spentAt();
        RefreshToken spentFor = stored.successor();
        if (spentAt == null || spentFor == null) {
            return spend(transaction, session, token, salt);
        }
        boolean answerWasLost =
                stored.successorUnspent() && !transaction.now().isAfter(spentAt.plus(settings.lostAnswerGrace()));
        return answerWasLost
                ? Mono.just(new Outcome(session, spentFor, List.of()))
                : repository
                        .endSession(transaction, session.id(), EndReason.REFRESH_TOKEN_REUSED)
                        .map(ended -> new Outcome(null, null, ended));
    }

    private Mono<Outcome> spend(Transaction transaction, Session session, RefreshToken token, byte[] salt) {
        RefreshToken successor = token.successor(salt);
        Instant expiresAt = transaction.now().plus(settings.idleLifetime());
        return repository
                .spendToken(transaction, token, salt, successor)
                .then(Mono.defer(() -> repository.insertToken(transaction, successor)))
                .then(Mono.defer(() -> repository.extendSession(transaction, session, expiresAt)))
                .thenReturn(new Outcome(session, successor, List.of()));
    }
}
