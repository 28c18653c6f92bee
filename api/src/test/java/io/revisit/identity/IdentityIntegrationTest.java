package io.revisit.identity;

import io.revisit.testing.RevisitTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** The whole application behind a proxy, so that a test can come from any address. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@RevisitTest
@TestPropertySource(properties = "server.forward-headers-strategy=framework")
@Import({IdentityTestWiring.class, IdentityFixture.class})
@interface IdentityIntegrationTest {}
