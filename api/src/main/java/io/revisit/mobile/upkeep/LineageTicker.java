package io.revisit.mobile.upkeep;

import io.revisit.sync.lineage.LineageKeeper;
import io.revisit.sync.lineage.LineageKeeper.Outcome;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Has the lineage looked after: once before the first request is answered, then every few seconds, on a thread of its own. */
@Component
@EnableConfigurationProperties(UpkeepSettings.class)
class LineageTicker implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(LineageTicker.class);

    /** Before the web server, which comes near the end. */
    private static final int PHASE = 0;

    private final LineageKeeper keeper;
    private final long intervalMillis;
    private volatile Disposable ticking = Disposables.disposed();
    private boolean failing;

    LineageTicker(DataSource dataSource, InstantSource clock, UpkeepSettings settings) {
        keeper = new LineageKeeper(dataSource, clock);
        intervalMillis = settings.beaconInterval().toMillis();
    }

    @Override
    public void start() {
        Scheduler thread = Schedulers.newBoundedElastic(1, Integer.MAX_VALUE, "lineage", Integer.MAX_VALUE, true);
        ticking = thread;
        tick();
        Disposable scheduled =
                thread.schedulePeriodically(this::tick, intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
        ticking = Disposables.composite(scheduled, thread);
    }

    @Override
    public void stop() {
        ticking.dispose();
    }

    @Override
    public boolean isRunning() {
        return !ticking.isDisposed();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void tick() {
        try {
            if (keeper.keep() == Outcome.REBASED) {
                LOG.warn("The database was restored from another cluster: every phone will compare digests");
            }
            failing = false;
        } catch (SQLException | RuntimeException failure) {
            // Without new beacons phones are only sent more than needed after a crash; the database says more
            // elsewhere.
            if (isRunning() && !failing) {
                LOG.warn("Could not look after the lineage; trying again and again", failure);
            }
            failing = true;
        }
    }
}
