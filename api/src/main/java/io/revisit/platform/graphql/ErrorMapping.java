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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.graphql.execution.DataFetcherExceptionResolver;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Turns whatever went wrong while a field was read into an error with a code; nothing internal leaves the server. */
@Component
class ErrorMapping implements DataFetcherExceptionResolver {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorMapping.class);
    private static final String QUERY_CANCELED = "57014";

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
            LOG.error(
                    "{} in {}, trace {}",
                    code,
                    environment.getExecutionStepInfo().getPath(),
                    traceId,
                    exception);
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
        boolean busy = exception instanceof R2dbcTransientException
                || (exception instanceof R2dbcException failure && QUERY_CANCELED.equals(failure.getSqlState()));
        return busy ? ErrorCode.UNAVAILABLE : ErrorCode.INTERNAL_ERROR;
    }
}
