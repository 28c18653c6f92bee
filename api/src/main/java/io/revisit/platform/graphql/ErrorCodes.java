package io.revisit.platform.graphql;

import graphql.ErrorClassification;
import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import io.revisit.contract.ErrorCode;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Gives a code to the errors that no data fetcher raised: syntax, validation, variables and limits. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class ErrorCodes implements WebGraphQlInterceptor {

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        return chain.next(request).map(response -> {
            if (response.getExecutionResult().getErrors().stream().allMatch(ErrorCodes::hasCode)) {
                return response;
            }
            return response.transform(builder -> builder.errors(response.getExecutionResult().getErrors().stream()
                    .map(ErrorCodes::withCode)
                    .toList()));
        });
    }

    private static boolean hasCode(GraphQLError error) {
        return error.getExtensions() != null && error.getExtensions().containsKey("code");
    }

    private static GraphQLError withCode(GraphQLError error) {
        if (hasCode(error)) {
            return error;
        }
        String code = code(error.getErrorType()).name();
        GraphqlErrorBuilder<?> builder = GraphqlErrorBuilder.newError()
                .message("%s", error.getMessage())
                .errorType(ErrorClassification.errorClassification(code))
                .extensions(Map.of("code", code));
        if (error.getLocations() != null) {
            builder.locations(error.getLocations());
        }
        if (error.getPath() != null && !error.getPath().isEmpty()) {
            builder.path(error.getPath());
        }
        return builder.build();
    }

    private static ErrorCode code(ErrorClassification type) {
        if (type == ErrorType.ExecutionAborted) {
            return ErrorCode.QUERY_TOO_COMPLEX;
        }
        return type == ErrorType.InvalidSyntax
                        || type == ErrorType.ValidationError
                        || type == ErrorType.OperationNotSupported
                ? ErrorCode.BAD_REQUEST
                : ErrorCode.INTERNAL_ERROR;
    }
}
