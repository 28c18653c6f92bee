package io.revisit.testing;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/** Sets the clock back before each test, so that none inherits another's time. */
final class TestClockReset implements TestExecutionListener {
    @Override
    public void beforeTestMethod(TestContext test) {
        test.getApplicationContext().getBeanProvider(TestClock.class).ifAvailable(clock -> clock.set(TestClock.START));
    }
}
