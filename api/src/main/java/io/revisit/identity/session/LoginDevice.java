package io.revisit.identity.session;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The device somebody logs in on, as it describes itself. */
public record LoginDevice(UUID id, String name, String platform, @Nullable String appVersion) {}
