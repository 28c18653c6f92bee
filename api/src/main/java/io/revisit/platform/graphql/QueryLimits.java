package io.revisit.platform.graphql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.analysis.FieldComplexityEnvironment;
import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import io.revisit.platform.projection.Projections;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How much one request may ask for, and the memory of documents that were parsed and validated before. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(QueryLimits.Settings.class)
class QueryLimits {
    private static final int LARGEST_CACHED_DOCUMENT = 16_384;

    /**
     * @param maxDepth how deep fields may be nested
     * @param maxComplexity how many values one request may ask for, the size of every list multiplied in
     * @param cachedDocumentCharacters how much text of parsed documents is kept
     */
    @ConfigurationProperties("revisit.graphql")
    record Settings(
            @DefaultValue("15") int maxDepth,
            @DefaultValue("20000") int maxComplexity,
            @DefaultValue("2000000") int cachedDocumentCharacters) {}

    @Bean
    MaxQueryDepthInstrumentation maxQueryDepth(Settings settings) {
        return new MaxQueryDepthInstrumentation(settings.maxDepth());
    }

    @Bean
    MaxQueryComplexityInstrumentation maxQueryComplexity(Settings settings, Projections projections) {
        return new MaxQueryComplexityInstrumentation(settings.maxComplexity(), (field, below) ->
                (int) Math.min(Integer.MAX_VALUE / 2, 1 + (long) elements(field, projections) * below));
    }

    /** How often the field's selection is answered: the size of its page, or of its list. */
    private static int elements(FieldComplexityEnvironment field, Projections projections) {
        if (field.getArguments().get("first") instanceof Integer first) {
            return Math.max(1, first);
        }
        if (field.getArguments().get("ids") instanceof Collection<?> ids) {
            return Math.max(1, ids.size());
        }
        return projections.listLimit(
                field.getParentType().getName(), field.getField().getName());
    }

    @Bean
    GraphQlSourceBuilderCustomizer documentCache(Settings settings) {
        Cache<String, PreparsedDocumentEntry> documents = Caffeine.newBuilder()
                .maximumWeight(settings.cachedDocumentCharacters())
                .weigher((String text, PreparsedDocumentEntry entry) -> text.length())
                .build();
        PreparsedDocumentProvider provider = (input, parse) -> {
            String text = input.getQuery();
            // Apps send small documents, again and again; who sends a large one pays for it each time.
            PreparsedDocumentEntry entry = text.length() > LARGEST_CACHED_DOCUMENT
                    ? parse.apply(input)
                    : documents.get(text, unknown -> parse.apply(input));
            return CompletableFuture.completedFuture(entry);
        };
        return builder -> builder.configureGraphQl(graphQl -> graphQl.preparsedDocumentProvider(provider));
    }
}
