package io.revisit.mobile;

import io.revisit.contract.collection.SyncedTypes;
import io.revisit.platform.sync.SyncedFeature;
import io.revisit.sync.SyncDatabase;
import io.revisit.sync.collection.Collections;
import io.revisit.sync.digest.DigestEngine;
import io.revisit.sync.pull.PullEngine;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.GraphQlSource;

/** Builds the sync engine from the marks of the SDL and the features' beans. */
@Configuration
@EnableConfigurationProperties(MobileSettings.class)
class MobileConfiguration {

    @Bean
    Collections collections(GraphQlSource graphQl, List<SyncedFeature> features) {
        return new Collections(SyncedTypes.of(graphQl.schema()), features);
    }

    @Bean
    DigestEngine digestEngine(SyncDatabase database, Collections collections) {
        return new DigestEngine(database, collections);
    }

    @Bean
    PullEngine pullEngine(SyncDatabase database, Collections collections, DigestEngine digests, InstantSource clock) {
        return new PullEngine(database, collections, digests, clock);
    }
}
