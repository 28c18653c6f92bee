package io.revisit.identity;

import io.revisit.platform.database.Database;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Finds whom an address belongs to, before any tenant is known. */
@Repository
class LoginRepository {
    private final Database database;

    LoginRepository(Database database) {
        this.database = database;
    }

    /** An active user who may log in when the password matches; without a hash he cannot. */
    record Login(UUID tenantId, UUID userId, @Nullable String passwordHash) {}

    private static final String FIND_LOGIN = "select tenant_id, user_id, password_hash from find_login($1)";

    Mono<Login> find(String email) {
        return database.readWithoutTenant(statements -> statements.queryOne(
                FIND_LOGIN,
                row -> new Login(row.get(0, UUID.class), row.get(1, UUID.class), row.get(2, String.class)),
                email));
    }
}
