package io.revisit.identity.throttle;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import io.revisit.identity.throttle.Attempt.Charge;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** The token buckets that all nodes share, in the table {@code rate_limit_bucket}. Every method blocks. */
@Component
class AttemptBuckets {
    private static final int PURGE_AT_ONCE = 1_000;
    private static final Duration KEPT_WHEN_FULL = Duration.ofMinutes(1);

    private final PostgreSQLSelectForUpdateBasedProxyManager<String> buckets;

    AttemptBuckets(DataSource dataSource, InstantSource clock) {
        this.buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(dataSource)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("rate_limit_bucket")
                .idColumn("id")
                .stateColumn("state")
                .expiresAtColumn("expires_at")
                .clientClock(new WallClock(clock))
                .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT_WHEN_FULL))
                .build();
    }

    /** Takes one token of each bucket, or none at all; answers the seconds to wait, 0 when all were taken. */
    long charge(List<Charge> charges) {
        for (int index = 0; index < charges.size(); index++) {
            ConsumptionProbe probe = bucket(charges.get(index)).tryConsumeAndReturnRemaining(1);
            if (!probe.isConsumed()) {
                refund(charges.subList(0, index));
                return 1 + (probe.getNanosToWaitForRefill() - 1) / TimeUnit.SECONDS.toNanos(1);
            }
        }
        return 0;
    }

    void refund(List<Charge> charges) {
        charges.forEach(charge -> bucket(charge).addTokens(1));
    }

    /** Fills the buckets of those charges that a success clears. */
    void clear(List<Charge> charges) {
        charges.stream().filter(Charge::clearedBySuccess).forEach(charge -> bucket(charge)
                .reset());
    }

    int purgeExpired() {
        int purged = 0;
        int last;
        do {
            last = buckets.removeExpired(PURGE_AT_ONCE);
            purged += last;
        } while (last == PURGE_AT_ONCE);
        return purged;
    }

    private Bucket bucket(Charge charge) {
        Limit limit = charge.limit();
        return buckets.builder().build(charge.key(), () -> BucketConfiguration.builder()
                .addLimit(bandwidth -> bandwidth.capacity(limit.burst()).refillGreedy(1, limit.period()))
                .build());
    }

    private static final class WallClock implements TimeMeter {
        private final InstantSource clock;

        WallClock(InstantSource clock) {
            this.clock = clock;
        }

        @Override
        public long currentTimeNanos() {
            return TimeUnit.MILLISECONDS.toNanos(clock.millis());
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
