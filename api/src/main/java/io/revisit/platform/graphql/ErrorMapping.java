package io.revisit.platform.graphql;

import graphql.ErrorClassification;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.schema.DataFetchingEnvironment;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcTransientException;
import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.error.UserErrors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.graphql.execution.DataFetcherExceptionResolver;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Turns whatever went wrong while a field was read into an error with a code; nothing internal leaves the server. */
@Component
class ErrorMapping implements DataFetcherExceptionResolver {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorMapping.class);

    /** Connection exceptions, insufficient resources, operator intervention (a cancelled statement, a restart). */
    private static final Set<String> TRY_LATER_CLASSES = Set.of("08", "53", "57");

    /** A lock that was not given in time, a server that is starting. */
    private static final Set<String> TRY_LATER = Set.of("55P03", "55000");

    private final UserErrors userErrors;

    ErrorMapping(UserErrors userErrors) {
        this.userErrors = userErrors;
    }

    @Override
    public Mono<List<GraphQLError>> resolveException(Throwable exception, DataFetchingEnvironment environment) {
        return Mono.just(List.of(error(exception, environment)));
    }

    private GraphQLError error(Throwable exception, DataFetchingEnvironment environment) {
        Map<String, Object> extensions = new LinkedHashMap<>();
        ErrorCode code = code(exception);
        extensions.put("code", code.name());
        if (exception instanceof ApiException refusal) {
            if (!refusal.field().isEmpty()) {
                extensions.put("field", refusal.field());
            }
            if (!refusal.details().isEmpty()) {
                extensions.put("details", refusal.details());
            }
        } else {
            String traceId = environment.getExecutionId().toString();
            extensions.put("traceId", traceId);
            if (code == ErrorCode.UNAVAILABLE) {
                LOG.warn("{} in {}, trace {}: {}", code, path(environment), traceId, exception.toString());
            } else {
                LOG.error("{} in {}, trace {}", code, path(environment), traceId, exception);
            }
        }
        return GraphqlErrorBuilder.newError(environment)
                .message("%s", userErrors.message(code, environment.getLocale()))
                .errorType(ErrorClassification.errorClassification(code.name()))
                .extensions(extensions)
                .build();
    }

    private static ErrorCode code(Throwable exception) {
        if (exception instanceof ApiException refusal) {
            return refusal.code();
        }
        return isUnavailable(exception) ? ErrorCode.UNAVAILABLE : ErrorCode.INTERNAL_ERROR;
    }

    /** No connection, no free one, no lock or no answer in time: the next attempt may go through. */
    private static boolean isUnavailable(Throwable exception) {
        if (exception instanceof R2dbcTransientException || exception instanceof TimeoutException) {
            return true;
        }
        String state = exception instanceof R2dbcException failure ? failure.getSqlState() : null;
        return state != null
                && (TRY_LATER.contains(state)
                        || TRY_LATER_CLASSES.contains(state.substring(0, Math.min(2, state.length()))));
    }

    private static Object path(DataFetchingEnvironment environment) {
        return environment.getExecutionStepInfo().getPath();
    }
}
