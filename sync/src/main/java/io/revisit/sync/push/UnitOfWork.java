package io.revisit.sync.push;

import io.r2dbc.spi.Connection;
import io.revisit.sync.change.Change;
import io.revisit.sync.collection.Collection;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** One transaction that the application lends on behalf of a sender. */
public interface UnitOfWork {

    Connection connection();

    Sender sender();

    /** The one instant at which all of it happens. */
    Instant now();

    /** Whether the sender sees every record of his tenant. */
    boolean seesEverything();

    /**
     * Has the feature change its record by its own rules; fails with a {@link io.revisit.sync.change.Refusal}.
     *
     * @param formerlyVisible records that the author could see when he made the change
     * @return whether one of these was needed, so that the change comes late
     */
    Mono<Boolean> apply(Collection collection, Change change, Set<UUID> formerlyVisible);
}
