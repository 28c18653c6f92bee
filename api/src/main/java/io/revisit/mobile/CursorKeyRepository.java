package io.revisit.mobile;

import io.revisit.platform.database.Database;
import io.revisit.sync.cursor.CursorCodec;
import java.util.Objects;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The keys that sign cursors, the same for all nodes. */
@Repository
class CursorKeyRepository {
    private static final String KEYS = "select secret from sync_key order by created_at desc, id limit 10";

    private final Database database;

    CursorKeyRepository(Database database) {
        this.database = database;
    }

    Mono<CursorCodec> codec() {
        return database.readWithoutTenant(statements -> statements
                .query(KEYS, row -> Objects.requireNonNull(row.get(0, byte[].class)))
                .collectList()
                .map(CursorCodec::new));
    }
}
