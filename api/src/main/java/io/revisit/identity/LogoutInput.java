package io.revisit.identity;

/** Where to log out. */
record LogoutInput(boolean allDevices) {}
