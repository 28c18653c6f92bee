package io.revisit.platform.graphql;

import graphql.ErrorClassification;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.schema.DataFetchingEnvironment;
import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.error.Faults;
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
        ErrorCode code = Faults.code(exception);
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

    private static Object path(DataFetchingEnvironment environment) {
        return environment.getExecutionStepInfo().getPath();
    }
}
