package io.revisit.identity;

import org.jspecify.annotations.Nullable;

/** A device, as it describes itself. */
record DeviceInput(String id, String name, DevicePlatform platform, @Nullable String appVersion) {}
