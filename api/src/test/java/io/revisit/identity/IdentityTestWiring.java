package io.revisit.identity;

import graphql.GraphQLContext;
import graphql.GraphqlErrorBuilder;
import graphql.execution.CoercedVariables;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.GraphQLScalarType;
import io.revisit.platform.error.ApiException;
import io.revisit.platform.security.Viewer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.graphql.execution.DataFetcherExceptionResolver;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** A route that tells whom the server takes its caller for, and the least of GraphQL wiring that a schema needs. */
@TestConfiguration(proxyBeanMethods = false)
class IdentityTestWiring {

    @Bean
    RouterFunction<ServerResponse> whoAmI() {
        return RouterFunctions.route()
                .GET("/who-am-i", request -> request.attribute(Viewer.CONTEXT_KEY)
                        .map(Viewer.class::cast)
                        .map(viewer ->
                                ServerResponse.ok().bodyValue(Map.of("userId", viewer.userId(), "role", viewer.role())))
                        .orElseGet(() -> ServerResponse.noContent().build()))
                .build();
    }

    @Bean
    RuntimeWiringConfigurer scalars() {
        return wiring -> List.of("DateTime", "Date", "Long", "JSON").forEach(name -> wiring.scalar(scalar(name)));
    }

    @Bean
    DataFetcherExceptionResolver refusals() {
        return (exception, environment) -> exception instanceof ApiException refusal
                ? Mono.just(List.of(GraphqlErrorBuilder.newError(environment)
                        .message(refusal.code().name())
                        .extensions(Map.of("code", refusal.code().name()))
                        .build()))
                : Mono.empty();
    }

    private static GraphQLScalarType scalar(String name) {
        return GraphQLScalarType.newScalar()
                .name(name)
                .coercing(new AsItIs(name.startsWith("Date")))
                .build();
    }

    private record AsItIs(boolean text) implements Coercing<Object, Object> {
        @Override
        public Object serialize(Object value, GraphQLContext context, Locale locale) {
            return text ? value.toString() : value;
        }

        @Override
        public Object parseValue(Object value, GraphQLContext context, Locale locale) {
            return value;
        }

        @Override
        public Object parseLiteral(
                Value<?> literal, CoercedVariables variables, GraphQLContext context, Locale locale) {
            return literal;
        }
    }
}
