package io.revisit.sync.change;

import io.revisit.contract.ErrorCode;
import java.util.List;
import java.util.Map;

/** A mutation is refused, for a reason that its author can understand; nothing of it was done. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Reason reason;

    public Refusal(Reason reason) {
        super(reason.toString(), null, false, false);
        this.reason = reason;
    }

    public Refusal(ErrorCode code, List<String> field, Map<String, Object> details) {
        this(new Reason(code, field, details));
    }

    /** A field is missing or holds what it must not; {@code problem} is a stable word. */
    public static Refusal invalid(String field, String problem) {
        return new Refusal(ErrorCode.INVALID_INPUT, List.of(field), Map.of("problem", problem));
    }

    public Reason reason() {
        return reason;
    }

    /** Why: a code, the path of the field it is about, and what a program may need. */
    public record Reason(ErrorCode code, List<String> field, Map<String, Object> details) {
        public Reason {
            field = List.copyOf(field);
            details = Map.copyOf(details);
        }
    }
}
