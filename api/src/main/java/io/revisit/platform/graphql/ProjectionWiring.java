package io.revisit.platform.graphql;

import graphql.language.FieldDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.language.Type;
import graphql.language.TypeName;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.LightDataFetcher;
import graphql.schema.idl.FieldWiringEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.WiringFactory;
import io.revisit.platform.mutation.MutationPayload;
import io.revisit.platform.projection.Projections;
import io.revisit.platform.projection.QueryRepository;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;
import reactor.core.publisher.Mono;

/**
 * Connects the schema to the projections: fields of {@code Query} and objects of payloads run one statement each, and
 * everything below them only looks into its answer.
 */
@Configuration(proxyBeanMethods = false)
class ProjectionWiring {
    /** Answers are keyed by result key, so that two aliases of one field do not meet. */
    private static final LightDataFetcher<@Nullable Object> ANSWER = new LightDataFetcher<>() {
        @Override
        public @Nullable Object get(
                GraphQLFieldDefinition field, @Nullable Object source, Supplier<DataFetchingEnvironment> environment) {
            return source instanceof Map<?, ?> answer
                    ? answer.get(environment.get().getMergedField().getResultKey())
                    : null;
        }

        @Override
        public @Nullable Object get(DataFetchingEnvironment environment) {
            return get(environment.getFieldDefinition(), environment.getSource(), () -> environment);
        }
    };

    @Bean
    RuntimeWiringConfigurer projectionWiringConfigurer(Projections projections, QueryRepository queries) {
        return new RuntimeWiringConfigurer() {
            @Override
            public void configure(RuntimeWiring.Builder wiring) {
                Scalars.ALL.forEach(wiring::scalar);
                wiring.type(
                        "Node",
                        type -> type.typeResolver(environment -> environment
                                .getSchema()
                                .getObjectType(environment
                                        .<Map<String, String>>getObject()
                                        .get("__typename"))));
            }

            @Override
            public void configure(RuntimeWiring.Builder wiring, List<WiringFactory> factories) {
                factories.add(new ProjectionFetchers(projections, queries));
            }
        };
    }

    private record ProjectionFetchers(Projections projections, QueryRepository queries) implements WiringFactory {

        @Override
        public boolean providesDataFetcher(FieldWiringEnvironment environment) {
            String parent = environment.getParentType().getName();
            return isQuery(environment) || isPayloadObject(environment) || isAnswer(parent, environment);
        }

        @Override
        public DataFetcher<?> getDataFetcher(FieldWiringEnvironment environment) {
            if (isQuery(environment)) {
                return request -> queries.read(Viewers.required(request), request);
            }
            if (isPayloadObject(environment)) {
                String type = typeName(environment.getFieldDefinition());
                return request -> request.getSource() instanceof MutationPayload payload && payload.objectId() != null
                        ? queries.readById(Viewers.required(request), request, type, payload.objectId())
                        : Mono.empty();
            }
            return ANSWER;
        }

        private boolean isQuery(FieldWiringEnvironment environment) {
            return environment.getParentType().getName().equals("Query")
                    && projections.declares(
                            "Query", environment.getFieldDefinition().getName());
        }

        private boolean isPayloadObject(FieldWiringEnvironment environment) {
            return environment.getParentType().getName().endsWith("Payload")
                    && projections.isNode(typeName(environment.getFieldDefinition()));
        }

        /** A projected type, or one of the types that every connection is made of. */
        private boolean isAnswer(String type, FieldWiringEnvironment environment) {
            if (type.equals("PageInfo") || type.equals("Money") || projections.isBuiltByParent(type)) {
                return true;
            }
            String element = type.replaceFirst("(Connection|Edge)$", "");
            if (!element.equals(type) && environment.getParentType() instanceof ObjectTypeDefinition) {
                return projections.declares(element);
            }
            if (!type.equals("Query") && projections.declares(type)) {
                String field = environment.getFieldDefinition().getName();
                if (!projections.declares(type, field)) {
                    throw new IllegalStateException("Nobody declares how " + type + "." + field + " is read");
                }
                return true;
            }
            return false;
        }

        private static String typeName(FieldDefinition field) {
            Type<?> type = field.getType();
            while (!(type instanceof TypeName)) {
                type = (Type<?>) type.getChildren().get(0);
            }
            return ((TypeName) type).getName();
        }
    }
}
