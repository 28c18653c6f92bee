package io.revisit.identity;

import graphql.schema.DataFetchingEnvironment;
import io.revisit.contract.ErrorCode;
import io.revisit.identity.session.Sessions;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.error.UserError;
import io.revisit.platform.error.UserErrors;
import io.revisit.platform.graphql.Viewers;
import io.revisit.platform.security.ClientAddress;
import io.revisit.platform.security.Viewer;
import java.util.List;
import java.util.Locale;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Logging in, staying logged in, logging out. */
@Controller
class IdentityController {
    private final LoginService logins;
    private final Sessions sessions;
    private final UserErrors errors;

    IdentityController(LoginService logins, Sessions sessions, UserErrors errors) {
        this.logins = logins;
        this.sessions = sessions;
        this.errors = errors;
    }

    @MutationMapping
    Mono<LoginPayload> login(
            @Argument LoginInput input,
            @ContextValue(name = ClientAddress.CONTEXT_KEY) ClientAddress address,
            Locale language,
            DataFetchingEnvironment environment) {
        return Mono.defer(() -> logins.login(input, address, requestId(environment)))
                .map(LoginPayload::of)
                .onErrorResume(
                        IdentityController::isRefusal,
                        refusal -> Mono.just(LoginPayload.refused(userError(refusal, language))));
    }

    @MutationMapping
    Mono<RefreshSessionPayload> refreshSession(
            @Argument RefreshSessionInput input,
            @ContextValue(name = ClientAddress.CONTEXT_KEY) ClientAddress address,
            Locale language,
            DataFetchingEnvironment environment) {
        return Mono.defer(() -> logins.refresh(input.refreshToken(), address, requestId(environment)))
                .map(RefreshSessionPayload::of)
                .onErrorResume(
                        IdentityController::isRefusal,
                        refusal -> Mono.just(RefreshSessionPayload.refused(userError(refusal, language))));
    }

    @MutationMapping
    Mono<LogoutPayload> logout(@Argument LogoutInput input, DataFetchingEnvironment environment) {
        Viewer viewer = Viewers.required(environment);
        return sessions.end(viewer, input.allDevices(), requestId(environment))
                .map(ended -> new LogoutPayload(ended, List.of()));
    }

    private UserError userError(Throwable refusal, Locale language) {
        return errors.of((ApiException) refusal, language);
    }

    /** A server that is busy refused nothing: that is an error of the whole request. */
    private static boolean isRefusal(Throwable error) {
        return error instanceof ApiException refusal && refusal.code() != ErrorCode.UNAVAILABLE;
    }

    private static String requestId(DataFetchingEnvironment environment) {
        return environment.getExecutionId().toString();
    }
}
