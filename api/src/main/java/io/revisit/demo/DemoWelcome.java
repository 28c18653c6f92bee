package io.revisit.demo;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says where the server is and how to log in, at every start that finds the demo tenant. */
@Component
class DemoWelcome {
    private static final Logger LOG = LoggerFactory.getLogger(DemoWelcome.class);

    private final NorthwindDemo demo;
    private final Environment environment;

    DemoWelcome(NorthwindDemo demo, Environment environment) {
        this.demo = demo;
        this.environment = environment;
    }

    @EventListener
    void sayHow(ApplicationReadyEvent ready) {
        DemoRepository.Presence presence = demo.presence().block();
        if (presence != null && presence.demoTenant()) {
            LOG.info(text(environment.getProperty("local.server.port", "8080")));
        }
    }

    static String text(String port) {
        return """

                Revisit is ready, with the demo company Northwind Traders.

                  GraphQL     http://localhost:%1$s/graphql
                  Readiness   http://localhost:%1$s/actuator/health/readiness

                  Log in as   anne@northwind.demo     sales representative
                              steven@northwind.demo   her supervisor (reports: Anne, Michael, Robert)
                              andrew@northwind.demo   director
                              or nancy, janet, margaret, michael, robert, laura
                  Password    %2$s

                curl -s http://localhost:%1$s/graphql -H 'Content-Type: application/json' -d '%3$s'
                """
                .formatted(port, Northwind.PASSWORD, LOGIN);
    }

    private static final String LOGIN =
            """
            {"query": "mutation { login(input: {email: \\"anne@northwind.demo\\", password: \\"revisit-demo\\", \
            device: {id: \\"01900000-0000-7000-8000-000000000001\\", name: \\"curl\\", platform: OTHER}}) { accessToken userErrors { message } } }"}""";
}
