package io.revisit.demo;

import reactor.core.publisher.Mono;

/** Turns a password into what the login compares with. */
@FunctionalInterface
interface PasswordHash {
    Mono<String> of(String password);
}
