package io.revisit.identity;

import io.revisit.platform.error.UserError;
import java.util.List;

/** How many sessions a logout ended. */
record LogoutPayload(int endedSessions, List<UserError> userErrors) {}
