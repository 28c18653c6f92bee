package io.revisit.platform.error;

import io.revisit.contract.ErrorCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A refusal as a payload's {@code userErrors} carries it. */
public record UserError(
        ErrorCode code, @Nullable List<String> field, String message, @Nullable Map<String, Object> details) {}
