package io.revisit.identity;

import io.revisit.platform.security.Viewer;
import java.util.Map;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** A route that tells whom the server takes its caller for. */
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
}
