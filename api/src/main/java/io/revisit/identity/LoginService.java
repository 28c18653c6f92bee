package io.revisit.identity;

import io.revisit.contract.ErrorCode;
import io.revisit.identity.LoginRepository.Login;
import io.revisit.identity.session.LoginDevice;
import io.revisit.identity.session.SessionTokens;
import io.revisit.identity.session.Sessions;
import io.revisit.identity.throttle.Attempt;
import io.revisit.identity.throttle.AttemptLimits;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.security.ClientAddress;
import java.util.Optional;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/** Lets people in: by password, or by the refresh token of an earlier login. */
@Service
class LoginService {
    private final AttemptLimits limits;
    private final LoginRepository logins;
    private final Passwords passwords;
    private final Sessions sessions;

    LoginService(AttemptLimits limits, LoginRepository logins, Passwords passwords, Sessions sessions) {
        this.limits = limits;
        this.logins = logins;
        this.passwords = passwords;
        this.sessions = sessions;
    }

    Mono<SessionTokens> login(LoginInput input, ClientAddress address, String requestId) {
        String email = input.checkedEmail();
        String password = input.checkedPassword();
        LoginDevice device = input.checkedDevice();
        return limits.login(email, address)
                .flatMap(attempt -> settle(
                        attempt,
                        check(email, password)
                                .flatMap(login -> sessions.open(login.tenantId(), login.userId(), device, requestId))));
    }

    Mono<SessionTokens> refresh(String refreshToken, ClientAddress address, String requestId) {
        return limits.refresh(address).flatMap(attempt -> settle(attempt, sessions.refresh(refreshToken, requestId)));
    }

    /** Nobody's password is checked like a user's, so that neither the answer nor its time tells who has an account. */
    private Mono<Login> check(String email, String password) {
        return logins.find(email)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(login -> passwords
                        .matches(password, login.map(Login::passwordHash).orElse(null))
                        .filter(matches -> matches)
                        .flatMap(matches -> Mono.justOrEmpty(login)))
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.INVALID_CREDENTIALS)));
    }

    private Mono<SessionTokens> settle(Attempt attempt, Mono<SessionTokens> outcome) {
        return outcome.onErrorResume(LoginService::isOurFault, failure -> limits.withdrawn(attempt)
                        .then(Mono.error(failure)))
                .flatMap(tokens -> limits.succeeded(attempt).thenReturn(tokens));
    }

    private static boolean isOurFault(Throwable failure) {
        return !(failure instanceof ApiException refusal) || refusal.code() == ErrorCode.UNAVAILABLE;
    }
}
