package io.revisit.platform.mutation;

import io.revisit.platform.error.UserError;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What every mutation of an object answers; the object itself is read anew, with today's rights, when selected. */
public record MutationPayload(@Nullable UUID objectId, boolean replayed, List<UserError> userErrors) {}
