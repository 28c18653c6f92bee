package io.revisit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.platform.database.Database;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.reactive.server.WebTestClient;

@RevisitTest
class RevisitTestIT {
    @Autowired
    Database database;

    @Autowired
    InstantSource clock;

    @LocalServerPort
    int port;

    @Test
    void isReadyWithADatabaseOfItsOwn() {
        WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + port)
                .build()
                .get()
                .uri("/actuator/health/readiness")
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void worksAsTheRoleThatOwnsNothing() {
        assertThat(database.readWithoutTenant(statements ->
                                statements.queryOne("select current_user::text", row -> row.get(0, String.class)))
                        .block())
                .isEqualTo("revisit_app");
    }

    @Test
    void setsTheClock() {
        assertThat(clock.instant()).isEqualTo(TestClock.START);
    }
}
