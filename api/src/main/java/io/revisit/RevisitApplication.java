package io.revisit;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts Revisit. */
@SpringBootApplication(proxyBeanMethods = false)
public class RevisitApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(RevisitApplication.class, arguments);
    }
}
