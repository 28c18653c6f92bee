package io.revisit.platform.error;

import io.revisit.contract.ErrorCode;
import java.util.List;
import java.util.Map;

/** A refusal that the caller can understand and act upon; nothing was changed. */
public final class ApiException extends RuntimeException {
    private final ErrorCode code;
    private final List<String> field;
    private final Map<String, Object> details;

    public ApiException(ErrorCode code, List<String> field, Map<String, Object> details) {
        super(code + (field.isEmpty() ? "" : " " + String.join(".", field)) + (details.isEmpty() ? "" : " " + details));
        this.code = code;
        this.field = List.copyOf(field);
        this.details = Map.copyOf(details);
    }

    public ApiException(ErrorCode code) {
        this(code, List.of(), Map.of());
    }

    public ApiException(ErrorCode code, Map<String, Object> details) {
        this(code, List.of(), details);
    }

    /** Refuses one input: {@code field} is the path from the mutation's input, {@code problem} a stable word. */
    public static ApiException invalid(String field, String problem) {
        return new ApiException(ErrorCode.INVALID_INPUT, List.of(field.split("\\.")), Map.of("problem", problem));
    }

    public static ApiException notFound(String field) {
        return of(ErrorCode.NOT_FOUND, field);
    }

    public static ApiException of(ErrorCode code, String field) {
        return new ApiException(code, List.of(field.split("\\.")), Map.of());
    }

    public ErrorCode code() {
        return code;
    }

    public List<String> field() {
        return field;
    }

    public Map<String, Object> details() {
        return details;
    }
}
