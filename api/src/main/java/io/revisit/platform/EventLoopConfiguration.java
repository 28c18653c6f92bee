package io.revisit.platform;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.LoopResources;

/** One event loop per core, shared by HTTP and the database: more of them would only take turns. */
@Configuration(proxyBeanMethods = false)
class EventLoopConfiguration {
    @Bean(destroyMethod = "dispose")
    LoopResources eventLoops() {
        return LoopResources.create("revisit", 1, Runtime.getRuntime().availableProcessors(), true, false);
    }

    @Bean
    ReactorResourceFactory reactorResourceFactory(LoopResources eventLoops) {
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setLoopResources(eventLoops);
        return resources;
    }
}
