package io.revisit.demo;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;

/** Makes the demo tenant when this start wants it; startup code, so it may wait. */
final class DemoAtStart implements ApplicationRunner {
    private static final Logger LOG = LoggerFactory.getLogger(DemoAtStart.class);

    private final NorthwindDemo demo;
    private final DemoMode mode;
    private final boolean embedded;

    DemoAtStart(NorthwindDemo demo, DemoMode mode, boolean embedded) {
        this.demo = demo;
        this.mode = mode;
        this.embedded = embedded;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        DemoRepository.Presence presence = demo.presence().block();
        if (presence != null && mode.wants(embedded, presence)) {
            long start = System.nanoTime();
            if (Boolean.TRUE.equals(
                    demo.load(found -> mode.wants(embedded, found)).block())) {
                LOG.info("Made the demo tenant in {} ms", (System.nanoTime() - start) / 1_000_000);
            }
        }
    }
}
