package io.revisit.platform.error;

import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcTransientException;
import io.revisit.contract.ErrorCode;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Tells what went wrong: a refusal has its code, and a fault of ours is either of the moment or a defect. */
public final class Faults {
    /** Connection exceptions, insufficient resources, operator intervention (a cancelled statement, a restart). */
    private static final Set<String> TRY_LATER_CLASSES = Set.of("08", "53", "57");

    /** A lock that was not given in time, a server that is starting. */
    private static final Set<String> TRY_LATER = Set.of("55P03", "55000");

    private Faults() {}

    public static ErrorCode code(Throwable exception) {
        if (exception instanceof ApiException refusal) {
            return refusal.code();
        }
        return isUnavailable(exception) ? ErrorCode.UNAVAILABLE : ErrorCode.INTERNAL_ERROR;
    }

    /** No connection, no free one, no lock or no answer in time: the next attempt may go through. */
    private static boolean isUnavailable(Throwable exception) {
        if (exception instanceof R2dbcTransientException || exception instanceof TimeoutException) {
            return true;
        }
        String state = exception instanceof R2dbcException failure ? failure.getSqlState() : null;
        return state != null
                && (TRY_LATER.contains(state)
                        || TRY_LATER_CLASSES.contains(state.substring(0, Math.min(2, state.length()))));
    }
}
