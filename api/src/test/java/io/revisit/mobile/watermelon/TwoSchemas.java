package io.revisit.mobile.watermelon;

import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import io.revisit.contract.collection.SyncedTypes;
import io.revisit.platform.sync.SyncedFeature;
import io.revisit.sync.collection.Collections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The product as if contacts had got their title, and phones the tickets, with version 2 of the phones' schema. */
@TestConfiguration
class TwoSchemas {
    private static final String TITLE = "\"What the contact does there; null when unknown.\"\n  title: String";
    private static final String TICKET = "type Ticket implements Node @synced(scope: [\"customer\"], merge: CLIENT";

    /** Before: neither the field nor the type. */
    static SyncedTypes first() {
        return types(TITLE + " @unsynced", "type Ticket implements Node");
    }

    static SyncedTypes second() {
        return types(TITLE + " @synced(since: 2)", TICKET + ", since: 2)");
    }

    @Bean
    @Primary
    Collections twoSchemas(List<SyncedFeature> features) {
        return new Collections(second(), features);
    }

    private static SyncedTypes types(String title, String ticket) {
        TypeDefinitionRegistry registry = new TypeDefinitionRegistry();
        int replaced = 0;
        try {
            for (Resource file :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:graphql/*.graphqls")) {
                String sdl = file.getContentAsString(StandardCharsets.UTF_8);
                String changed = sdl.replace(TITLE, title).replace(TICKET + ")", ticket);
                if (ticket.endsWith("Node")) {
                    changed = changed.replace("state: TicketState! @synced(merge: SERVER)", "state: TicketState!");
                }
                replaced += sdl.equals(changed) ? 0 : 1;
                registry.merge(new SchemaParser().parse(changed));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        if (replaced != 2) {
            throw new IllegalStateException("the SDL of contacts or tickets is written otherwise now");
        }
        return SyncedTypes.of(UnExecutableSchemaGenerator.makeUnExecutableSchema(registry));
    }
}
