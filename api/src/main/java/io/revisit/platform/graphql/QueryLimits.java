package io.revisit.platform.graphql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How much one request may ask for, and the memory of documents that were parsed and validated before. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(QueryLimits.Settings.class)
class QueryLimits {

    /**
     * @param maxDepth how deep fields may be nested
     * @param maxComplexity how many values one request may ask for, the size of every page multiplied in
     * @param cachedDocuments how many parsed documents are kept
     */
    @ConfigurationProperties("revisit.graphql")
    record Settings(
            @DefaultValue("15") int maxDepth,
            @DefaultValue("20000") int maxComplexity,
            @DefaultValue("2000") int cachedDocuments) {}

    @Bean
    MaxQueryDepthInstrumentation maxQueryDepth(Settings settings) {
        return new MaxQueryDepthInstrumentation(settings.maxDepth());
    }

    @Bean
    MaxQueryComplexityInstrumentation maxQueryComplexity(Settings settings) {
        return new MaxQueryComplexityInstrumentation(settings.maxComplexity(), (field, below) -> {
            int times = field.getArguments().get("first") instanceof Integer first ? Math.max(1, first) : 1;
            return (int) Math.min(Integer.MAX_VALUE / 2, 1 + (long) times * below);
        });
    }

    @Bean
    PreparsedDocumentProvider documentCache(Settings settings) {
        Cache<String, PreparsedDocumentEntry> documents =
                Caffeine.newBuilder().maximumSize(settings.cachedDocuments()).build();
        return (input, parse) ->
                CompletableFuture.completedFuture(documents.get(input.getQuery(), query -> parse.apply(input)));
    }
}
